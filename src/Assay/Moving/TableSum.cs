using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assay.Storage;

namespace Assay.Moving;

/// <summary>How many rows a table has, and a sum over them that does not depend on their order: tables that agree in both hold the same.</summary>
/// <param name="Table">The name of the table.</param>
/// <param name="Rows">How many.</param>
/// <param name="Checksum">16 hexadecimal digits.</param>
public sealed record TableSum(string Table, long Rows, string Checksum);

/// <summary>Sums up the rows of a table: the first 64 bits of each row's SHA-256, added up.</summary>
public sealed class TableSummer(Table table)
{
    private readonly ArrayBufferWriter<byte> _row = new();
    private long _rows;
    private ulong _sum;

    public TableSum Sum => new(table.Name, _rows, _sum.ToString("x16", CultureInfo.InvariantCulture));

    public void Add(object?[] row)
    {
        _row.ResetWrittenCount();
        foreach (var value in row)
            Write(value);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_row.WrittenSpan, hash);
        _sum += BinaryPrimitives.ReadUInt64LittleEndian(hash);
        _rows++;
    }

    /// <summary>Each value with its length in front, so that no two rows are written alike.</summary>
    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                WriteLength(-1);
                break;
            case string text:
                var length = Encoding.UTF8.GetByteCount(text);
                WriteLength(length);
                _row.Advance(Encoding.UTF8.GetBytes(text, _row.GetSpan(length)));
                break;
            case byte[] bytes:
                WriteLength(bytes.Length);
                _row.Write(bytes);
                break;
            case Guid id:
                WriteLength(16);
                id.TryWriteBytes(_row.GetSpan(16), bigEndian: true, out _);
                _row.Advance(16);
                break;
            default:
                WriteLength(8);
                BinaryPrimitives.WriteInt64LittleEndian(_row.GetSpan(8), ToBits(value));
                _row.Advance(8);
                break;
        }
    }

    private static long ToBits(object value) => value switch
    {
        long whole => whole,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        double number => BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number), // not every store keeps a zero's sign
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot stand in a row."),
    };

    private void WriteLength(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_row.GetSpan(4), length);
        _row.Advance(4);
    }
}
