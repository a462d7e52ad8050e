namespace Assay.Providers;

/// <summary>A record that was not stored, and why.</summary>
/// <param name="CoinId">The source's id where it could be read, cut to <see cref="ProviderQuote.LongestName"/> characters.</param>
/// <param name="Reason">One of <see cref="RejectionReason"/>.</param>
/// <param name="Detail">The reason as a sentence, with the value that is wrong, cut to <see cref="ExcerptLength"/> characters.</param>
/// <param name="Location">Where in the payload it stood, for example <c>coin_Bitcoin.csv line 17</c> or <c>$[17]</c>.</param>
/// <param name="Excerpt">The record as it came, cut to <see cref="ExcerptLength"/> characters.</param>
public sealed record Rejection(string? CoinId, string Reason, string Detail, string Location, string Excerpt)
{
    public const int ExcerptLength = 500;

    public string? CoinId { get; init; } = CoinId?.CutTo(ProviderQuote.LongestName);

    public string Detail { get; init; } = Detail.CutTo(ExcerptLength);

    public string Excerpt { get; init; } = Excerpt.CutTo(ExcerptLength);
}

/// <summary>Why a record was rejected. The names stand in the database, in the API and in metric labels.</summary>
public static class RejectionReason
{
    /// <summary>Not of the form that the source promises: broken JSON, too few cells, no id, a name that is too long to be one.</summary>
    public const string Malformed = "malformed";

    /// <summary>The source says that it has no such coin.</summary>
    public const string CoinUnknown = "coin_unknown";

    /// <summary>The whole answer: it has lost a field without which its records mean nothing.</summary>
    public const string Quarantined = "quarantined";

    public const string PriceMissing = "price_missing";

    /// <summary>Zero, negative, not a number or infinite.</summary>
    public const string PriceInvalid = "price_invalid";

    public const string TimeMissing = "time_missing";

    /// <summary>Not a time, or later than the fetch allows.</summary>
    public const string TimeInvalid = "time_invalid";

    /// <summary>The candle contradicts itself; its closing price is kept where it is a price.</summary>
    public const string CandleInconsistent = "candle_inconsistent";

    /// <summary>The source no longer follows the coin: its price is the last that there was.</summary>
    public const string CoinInactive = "coin_inactive";

    /// <summary>What an operator said of a coin could not be done.</summary>
    public const string MappingRefused = "mapping_refused";
}
