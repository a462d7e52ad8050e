using Assay.Providers;

namespace Assay.Ingestion;

/// <summary>The rules that a record must keep to be stored. What breaks one is rejected with its reason; nothing is repaired.</summary>
internal static class QuoteCheck
{
    /// <summary>Clocks differ; a time further ahead of ours than this is wrong.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>Before any coin had a price: such a time is a misread cell.</summary>
    private static readonly DateTimeOffset Earliest = new(2009, 1, 3, 0, 0, 0, TimeSpan.Zero);

    private static readonly string TooLong = $"Its id, symbol or name is longer than {ProviderQuote.LongestName} characters.";

    /// <summary>Why the quote must not be stored, or null.</summary>
    public static Rejection? FindFault(ProviderQuote quote, DateTimeOffset fetchedAt) => quote switch
    {
        { CoinId.Length: > ProviderQuote.LongestName } or { Symbol.Length: > ProviderQuote.LongestName } or { Name.Length: > ProviderQuote.LongestName } =>
            Reject(quote, RejectionReason.Malformed, TooLong),
        { Figures.Price: null } =>
            Reject(quote, RejectionReason.PriceMissing, "The record has no price."),
        { Figures.Price: { } price } when !(price > 0 && double.IsFinite(price)) =>
            Reject(quote, RejectionReason.PriceInvalid, FormattableString.Invariant($"A price must be above zero, and this one is {price}.")),
        { Figures: var figures } when !figures.IsFinite =>
            Reject(quote, RejectionReason.Malformed, "One of the figures is infinite or not a number."),
        { ObservedAt: null } =>
            Reject(quote, RejectionReason.TimeMissing, "The record does not say when its price held."),
        { ObservedAt: { } time } when time > fetchedAt + ClockTolerance =>
            Reject(quote, RejectionReason.TimeInvalid, $"The price is said to be of {time.ToIso()}, which was still to come when it was fetched at {fetchedAt.ToIso()}."),
        { ObservedAt: { } time } when time < Earliest =>
            Reject(quote, RejectionReason.TimeInvalid, $"The price is said to be of {time.ToIso()}, before there was anything to price."),
        _ => null,
    };

    /// <summary>Why the entry of a list must not be stored, or null.</summary>
    public static Rejection? FindFault(ProviderAsset asset) =>
        Math.Max(asset.CoinId.Length, Math.Max(asset.Symbol?.Length ?? 0, asset.Name?.Length ?? 0)) > ProviderQuote.LongestName
            ? new Rejection(asset.CoinId, RejectionReason.Malformed, TooLong, "list of coins", $"id={asset.CoinId} symbol={asset.Symbol} name={asset.Name}")
            : null;

    /// <summary>Why the candle of a good quote must not be stored, or null.</summary>
    public static Rejection? FindCandleFault(ProviderQuote quote) =>
        quote.Candle is { Prices: { IsConsistent: false } prices }
            ? Reject(quote, RejectionReason.CandleInconsistent, FormattableString.Invariant(
                $"Open {prices.Open}, high {prices.High}, low {prices.Low} and close {prices.Close} contradict each other; the close is kept as a price."))
            : null;

    private static Rejection Reject(ProviderQuote quote, string reason, string detail) =>
        new(quote.CoinId, reason, detail, quote.Location.ToString(), Excerpt(quote));

    private static string Excerpt(ProviderQuote quote) => FormattableString.Invariant(
        $"id={quote.CoinId} symbol={quote.Symbol} name={quote.Name} price={quote.Figures.Price} market_cap={quote.Figures.MarketCap} volume_24h={quote.Figures.Volume24h} observed_at={quote.ObservedAt:O}");
}
