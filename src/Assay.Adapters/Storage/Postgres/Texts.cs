using System.Text;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Texts that PostgreSQL would refuse: it stores every character but NUL, and only whole ones.</summary>
internal static class Texts
{
    private const char Nul = '\0';
    private const char SymbolForNul = '\u2400';

    /// <summary>NUL becomes ␀, and half of a surrogate pair, as a cut may leave it, the replacement character.</summary>
    public static string? Encode(string? text)
    {
        if (text is null || (!text.Contains(Nul) && !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff')))
            return text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace(Nul, SymbolForNul);
    }

    public static string Decode(string text) => text.Replace(SymbolForNul, Nul);
}
