namespace Assay.Providers;

/// <summary>An HTTP answer, and what it says about asking again.</summary>
internal sealed record Answer(RawPayload Payload, AnswerKind Kind, TimeSpan? RetryAfter)
{
    /// <summary>Longer than this we do not wait within a run: the answer is handed over, and the gate stays closed.</summary>
    public static readonly TimeSpan LongestWaitWithinRun = TimeSpan.FromSeconds(60);

    /// <summary>Whether the same question may well be answered in a moment.</summary>
    public bool IsTransient => Kind is AnswerKind.Transient or AnswerKind.RateLimited;

    public bool IsWorthRetrying => IsTransient && !(RetryAfter > LongestWaitWithinRun);
}
