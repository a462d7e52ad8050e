namespace Assay;

/// <summary>A span of time, both ends included. UTC.</summary>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    public static readonly TimeRange All = new(DateTimeOffset.UnixEpoch.AddYears(-70), DateTimeOffset.MaxValue);

    public bool Contains(DateTimeOffset time) => From <= time && time <= To;

    public override string ToString() => $"{From:O}/{To:O}";
}
