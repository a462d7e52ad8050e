using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>
/// Writes rows in the format of <c>COPY … (FORMAT binary)</c>: for every row how many values, for every value its length and its bytes.
/// By hand, because a hundred thousand rows of sixteen values are 1.6 million asynchronous calls otherwise.
/// </summary>
internal sealed class BinaryCopy : IAsyncDisposable
{
    private const int RoomForARow = 16 * 1024;
    private const int Null = -1;

    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlRawCopyStream _stream;
    private byte[] _buffer = new byte[64 * 1024];
    private int _length;
    private bool _isComplete;

    private BinaryCopy(NpgsqlConnection connection, NpgsqlRawCopyStream stream) => (_connection, _stream) = (connection, stream);

    public static async Task<BinaryCopy> StartAsync(NpgsqlConnection connection, string table, string columns, CancellationToken cancellationToken)
    {
        var copy = new BinaryCopy(connection, await connection.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT binary)", cancellationToken));
        Header.CopyTo(copy._buffer, 0);
        copy._length = Header.Length;
        return copy;
    }

    /// <summary>Sends what is ready, where the next row might find no room.</summary>
    public ValueTask FlushAsync(CancellationToken cancellationToken) => _length + RoomForARow > _buffer.Length ? SendAsync(cancellationToken) : ValueTask.CompletedTask;

    public BinaryCopy StartRow(short columns)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(2), columns);
        return this;
    }

    public BinaryCopy Write(int value)
    {
        WriteLength(4);
        BinaryPrimitives.WriteInt32BigEndian(Take(4), value);
        return this;
    }

    public BinaryCopy Write(short value)
    {
        WriteLength(2);
        BinaryPrimitives.WriteInt16BigEndian(Take(2), value);
        return this;
    }

    public BinaryCopy Write(double value)
    {
        WriteLength(8);
        BinaryPrimitives.WriteDoubleBigEndian(Take(8), value);
        return this;
    }

    public BinaryCopy Write(DateTimeOffset value)
    {
        WriteLength(8);
        BinaryPrimitives.WriteInt64BigEndian(Take(8), (value.UtcTicks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        return this;
    }

    public BinaryCopy Write(string value)
    {
        var text = Texts.Encode(value)!;
        var length = Encoding.UTF8.GetByteCount(text);
        WriteLength(length);
        Encoding.UTF8.GetBytes(text, Take(length));
        return this;
    }

    public BinaryCopy Write(double? value) => value is { } number ? Write(number) : WriteNull();

    public BinaryCopy Write(int? value) => value is { } number ? Write(number) : WriteNull();

    /// <summary>Without this nothing is stored.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        await SendAsync(cancellationToken);
        _isComplete = true;
        await _stream.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // A connection that is broken has nothing left to cancel.
        if (!_isComplete && _connection.State == System.Data.ConnectionState.Open)
            await _stream.CancelAsync();
    }

    private BinaryCopy WriteNull()
    {
        WriteLength(Null);
        return this;
    }

    private void WriteLength(int length) => BinaryPrimitives.WriteInt32BigEndian(Take(4), length);

    private Span<byte> Take(int length)
    {
        if (_length + length > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + length));
        _length += length;
        return _buffer.AsSpan(_length - length, length);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(_buffer.AsMemory(0, _length), cancellationToken);
        _length = 0;
    }
}
