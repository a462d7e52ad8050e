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

/// <param name="Enabled">Whether it is switched on.</param>
/// <param name="Circuit">The worst of its breakers.</param>
/// <param name="LastSuccess">Start of the newest run that brought anything.</param>
/// <param name="CallsLastMinute">Requests of the last 60 seconds.</param>
/// <param name="RateLimit">Calls a minute that are let through just now.</param>
/// <param name="CreditsUsed">Of this month.</param>
/// <param name="CreditsLeft">Null where there is no limit.</param>
/// <param name="LastError">What went wrong last; null after a success.</param>
/// <param name="UsedUpUntil">Set while nothing is asked because the plan is used up.</param>
/// <param name="IntervalSeconds">How far apart the rounds of each task are: as scheduled, or as far as the credits make them.</param>
internal sealed record SourceHealth(
    bool Enabled,
    string Circuit,
    DateTimeOffset? LastSuccess,
    int CallsLastMinute,
    int? RateLimit,
    long? CreditsUsed,
    long? CreditsLeft,
    string? LastError,
    DateTimeOffset? UsedUpUntil,
    IReadOnlyDictionary<string, double>? IntervalSeconds);
