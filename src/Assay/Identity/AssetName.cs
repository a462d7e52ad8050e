using System.Text;

namespace Assay.Identity;

/// <summary>Names made comparable.</summary>
public static class AssetName
{
    /// <summary>Lower case, letters and digits only: "Binance Coin" and "BinanceCoin" are the same name.</summary>
    public static string Normalise(string name) => Reduce(name, separator: null);

    /// <summary>Lower case with hyphens, as in an id: "Crypto.com Coin" becomes <c>crypto-com-coin</c>. Empty where no letter or digit is left.</summary>
    public static string Slug(string name) => Reduce(name, separator: '-');

    private static string Reduce(string name, char? separator)
    {
        var room = name.Length * 2; // for a separator before each letter; lower case is never longer
        Span<char> reduced = room <= 512 ? stackalloc char[room] : new char[room];
        var length = 0;
        var pending = false;
        foreach (var rune in name.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune))
            {
                pending = length > 0;
                continue;
            }

            if (pending && separator is { } hyphen)
                reduced[length++] = hyphen;
            pending = false;
            length += Rune.ToLowerInvariant(rune).EncodeToUtf16(reduced[length..]);
        }

        return reduced[..length].ToString();
    }
}
