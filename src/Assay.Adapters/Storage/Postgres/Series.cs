using Assay.Storage;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>All quotes of one asset at one source.</summary>
internal readonly record struct Series(int Asset, short Source) : IComparable<Series>
{
    public int CompareTo(Series other) => Asset != other.Asset ? Asset.CompareTo(other.Asset) : Source.CompareTo(other.Source);
}

/// <summary>A quote of a page with its key in the history, and its place in the page.</summary>
internal readonly record struct KeyedQuote(Series Series, Quote Quote, int Place) : IComparable<KeyedQuote>
{
    public DateTimeOffset ObservedAt => Quote.ObservedAt;

    /// <exception cref="StoreException">The quote has no price.</exception>
    public static KeyedQuote Of(Series series, Quote quote, int place) => quote.Figures.Price is not null
        ? new(series, quote, place)
        : throw new StoreException($"The quote of '{quote.Asset}' at {quote.Source} has no price and cannot be stored. Quotes are validated before they are.");

    /// <summary>The order of the table's key, so that neighbours in the index are written one after the other.</summary>
    public int CompareTo(KeyedQuote other) => Series.CompareTo(other.Series) is var order and not 0 ? order : ObservedAt.CompareTo(other.ObservedAt);
}
