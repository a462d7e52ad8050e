namespace Assay.Server.Health;

/// <summary>How it stands, for people and for what watches over us.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Database"><c>connected</c> or <c>unreachable</c>.</param>
/// <param name="UptimeSeconds">Since the start of this process.</param>
/// <param name="Version">Of the program.</param>
/// <param name="EtlStatus">How the runs go.</param>
/// <param name="Sources">How it stands with each source.</param>
/// <param name="Problems">What is wrong and what to do about it, a sentence each; empty when healthy.</param>
internal sealed record HealthReport(
    string Status,
    string Database,
    double UptimeSeconds,
    string Version,
    EtlStatus EtlStatus,
    IReadOnlyDictionary<string, SourceHealth> Sources,
    IReadOnlyList<string> Problems);

/// <param name="LastRun">Start of the newest run.</param>
/// <param name="Status"><c>success</c>, <c>failure</c>, <c>running</c> or <c>never</c>.</param>
/// <param name="Sources">The same for each source; <c>disabled</c> where it is switched off.</param>
internal sealed record EtlStatus(DateTimeOffset? LastRun, string Status, IReadOnlyDictionary<string, string> Sources);

internal sealed record SourceHealth(
    bool Enabled,
    string Circuit,
    DateTimeOffset? LastSuccess,
    int CallsLastMinute,
    int? RateLimit,
    long? CreditsUsed,
    long? CreditsLeft,
    string? LastError);
