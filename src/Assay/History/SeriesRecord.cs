using Assay.Storage;

namespace Assay.History;

/// <summary>What stands on the books about the collecting of one coin at one source.</summary>
internal sealed record SeriesRecord
{
    /// <summary>The time that is looked at.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>Covered by rounds.</summary>
    public required IReadOnlyList<TimeRange> Polled { get; init; }

    /// <summary>Covered by questions about the past.</summary>
    public IReadOnlyList<TimeRange> Asked { get; init; } = [];

    /// <summary>How far apart the prices of rounds are expected.</summary>
    public required TimeSpan PolledStep { get; init; }

    /// <summary>How far apart those of the history are.</summary>
    public TimeSpan AskedStep { get; init; } = TimeSpan.FromDays(1);

    /// <summary>In order of time.</summary>
    public IReadOnlyList<RejectedRecord> Rejections { get; init; } = [];

    /// <summary>What is longer than this is a gap.</summary>
    public TimeSpan Slack => 3 * PolledStep;
}
