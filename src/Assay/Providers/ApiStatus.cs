namespace Assay.Providers;

/// <summary>How it stands with an API right now, for /health.</summary>
/// <param name="Circuit">The worst of its breakers: <c>closed</c>, <c>half_open</c> or <c>open</c>.</param>
/// <param name="CallsLastMinute">Requests sent in the last 60 seconds, retries among them.</param>
/// <param name="CallsPerMinute">Most that are allowed.</param>
/// <param name="LastError">The last failure as a sentence; null after a success.</param>
public sealed record ApiStatus(string Circuit, int CallsLastMinute, int CallsPerMinute, string? LastError)
{
    /// <summary>Credits of this month.</summary>
    public long CreditsUsed { get; init; }

    /// <summary>Null where there is no limit.</summary>
    public long? CreditsLeft { get; init; }

    /// <summary>Until when nothing is asked, because the plan is used up.</summary>
    public DateTimeOffset? UsedUpUntil { get; init; }
}
