namespace Assay.Providers;

/// <summary>What an API says of its own limits for us. Null where it does not say.</summary>
public sealed record Quota
{
    public int? CallsPerMinute { get; init; }

    /// <summary>Credits a month; null also where there is no limit.</summary>
    public long? MonthlyCredits { get; init; }

    public long? CreditsUsed { get; init; }

    /// <summary>When the month's credits are full again. UTC.</summary>
    public DateTimeOffset? ResetsAt { get; init; }
}
