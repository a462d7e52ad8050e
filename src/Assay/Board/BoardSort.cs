using System.Collections.Frozen;

namespace Assay.Board;

/// <summary>An order of rows. Equal rows follow by rank, then source, then asset; rows without the value come last either way.</summary>
public sealed class BoardSort
{
    private static readonly FrozenDictionary<string, Func<BoardRow, double?>> Numbers = new Dictionary<string, Func<BoardRow, double?>>
    {
        ["rank"] = row => row.Quote.Figures.Rank,
        ["price"] = row => row.Quote.Figures.Price,
        ["current_price"] = row => row.Quote.Figures.Price,
        ["market_cap"] = row => row.Quote.Figures.MarketCap,
        ["volume_24h"] = row => row.Quote.Figures.Volume24h,
        ["price_change_24h"] = row => row.Quote.Figures.PriceChange24h,
        ["price_change_7d"] = row => row.Quote.Figures.PriceChange7d,
        ["last_updated"] = row => row.Quote.ObservedAt.UtcTicks,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<BoardRow, string?>> Texts = new Dictionary<string, Func<BoardRow, string?>>
    {
        ["symbol"] = row => row.Asset.Symbol,
        ["name"] = row => row.Asset.Name,
        ["source"] = row => row.Quote.Source.Name,
    }.ToFrozenDictionary();

    public static readonly BoardSort ByRank = Parse("rank")!;

    private readonly Comparison<BoardRow> _compare;

    private BoardSort(string text, Comparison<BoardRow> compare)
    {
        Text = text;
        _compare = compare;
    }

    /// <summary>As it is asked for: a name, with <c>-</c> in front for descending.</summary>
    public string Text { get; }

    public static IEnumerable<string> Names => Numbers.Keys.Concat(Texts.Keys).Order(StringComparer.Ordinal);

    /// <summary>The order of this name, or null.</summary>
    public static BoardSort? Parse(string text)
    {
        var descending = text.StartsWith('-');
        var name = descending ? text[1..] : text;
        var direction = descending ? -1 : 1;

        if (Numbers.TryGetValue(name, out var number))
            return new BoardSort(text, (left, right) => Compare(number(left), number(right), direction));
        if (Texts.TryGetValue(name, out var word))
            return new BoardSort(text, (left, right) => Compare(word(left), word(right), direction));
        return null;
    }

    internal int Compare(BoardRow left, BoardRow right)
    {
        var order = _compare(left, right);
        if (order == 0)
            order = Compare(left.Quote.Figures.Rank, right.Quote.Figures.Rank, 1);
        if (order == 0)
            order = string.CompareOrdinal(left.Quote.Source.Name, right.Quote.Source.Name);
        return order != 0 ? order : string.CompareOrdinal(left.Asset.Id.Slug, right.Asset.Id.Slug);
    }

    private static int Compare(double? left, double? right, int direction) => (left, right) switch
    {
        ({ } a, { } b) => a.CompareTo(b) * direction,
        (null, null) => 0,
        (null, _) => 1,
        _ => -1,
    };

    private static int Compare(string? left, string? right, int direction) => (left, right) switch
    {
        ({ } a, { } b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase) * direction,
        (null, null) => 0,
        (null, _) => 1,
        _ => -1,
    };
}
