using System.Text;

namespace Assay.Adapters.Providers.Csv;

/// <param name="Id">Empty where the row does not say.</param>
internal sealed record Coin(string Id, string? Symbol, string? Name);

/// <summary>Tells which coin a row is about. The same cells give the same strings, so that a million rows hold one name once.</summary>
internal sealed class CoinReader
{
    private const int LongestKey = 256;

    private readonly CsvHeader _header;
    private readonly Coin _file;
    private readonly int[] _columns;
    private readonly Dictionary<string, Coin> _known = [];
    private readonly Dictionary<string, Coin>.AlternateLookup<ReadOnlySpan<char>> _knownCells;

    public CoinReader(CsvHeader header, string fileName)
    {
        var name = Path.GetFileNameWithoutExtension(fileName);
        _header = header;
        _file = new Coin(SlugOf(name) is { Length: > 0 } slug ? slug : name.ToLowerInvariant(), null, name);
        _columns = [.. new[] { header[Field.Id], header[Field.Name], header[Field.Symbol] }.Where(column => column >= 0)];
        _knownCells = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public Coin Read(scoped in CsvRow row)
    {
        if (_columns.Length == 0)
            return _file;

        Span<char> key = stackalloc char[LongestKey];
        var length = 0;
        foreach (var column in _columns)
        {
            var cell = row[column];
            if (length + cell.Length + 1 > LongestKey)
                return Make(row);
            length += Encoding.Latin1.GetChars(cell, key[length..]);
            key[length++] = '\n';
        }

        if (!_knownCells.TryGetValue(key[..length], out var coin))
            _knownCells[key[..length]] = coin = Make(row);
        return coin;
    }

    private Coin Make(scoped in CsvRow row)
    {
        var id = TextOf(row, Field.Id);
        var name = TextOf(row, Field.Name);
        var symbol = TextOf(row, Field.Symbol);
        if (id is null && name is not null)
            id = SlugOf(name) is { Length: > 0 } slug ? slug : null;
        return new Coin(id ?? symbol?.ToLowerInvariant() ?? "", symbol, name);
    }

    private string? TextOf(scoped in CsvRow row, Field field) => row.Text(_header[field]) is { Length: > 0 } text ? text : null;

    /// <summary><c>Crypto.com Coin</c> is <c>crypto-com-coin</c>.</summary>
    private static string SlugOf(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString().TrimEnd('-');
    }
}
