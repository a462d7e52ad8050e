using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Assay.Providers;

/// <summary>How one kind of call to an API is retried, timed out, and given a rest after repeated failures.</summary>
internal sealed class Circuit
{
    public const int MaxRetries = 3;

    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly TimeProvider _clock;
    private DateTimeOffset _openUntil;

    public Circuit(SourceId source, string call, TimeProvider clock, Func<double> random, ILogger logger)
    {
        _clock = clock;
        Retries = new ResiliencePipelineBuilder<Answer> { TimeProvider = clock }
            .AddRetry(RetryOptions(source, call, random, logger))
            .Build();
        Attempts = new ResiliencePipelineBuilder<Answer> { TimeProvider = clock }
            .AddCircuitBreaker(BreakerOptions(source, call, logger))
            .AddTimeout(AttemptTimeout)
            .Build();
    }

    /// <summary>Around all attempts at one call.</summary>
    public ResiliencePipeline<Answer> Retries { get; }

    /// <summary>Around each attempt.</summary>
    public ResiliencePipeline<Answer> Attempts { get; }

    /// <summary>Set while calls are refused. After that the next call is a probe.</summary>
    public DateTimeOffset? OpenUntil => _state.CircuitState == CircuitState.Open && _clock.GetUtcNow() < _openUntil ? _openUntil : null;

    public string State => _state.CircuitState switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Open when OpenUntil is not null => "open",
        _ => "half_open",
    };

    public static bool IsTransportError(Exception? exception) => exception is HttpRequestException or IOException or TimeoutRejectedException;

    private RetryStrategyOptions<Answer> RetryOptions(SourceId source, string call, Func<double> random, ILogger logger) => new()
    {
        MaxRetryAttempts = MaxRetries,
        Delay = TimeSpan.FromSeconds(2),
        MaxDelay = TimeSpan.FromSeconds(30),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Randomizer = random,
        // The attempt that opened the circuit was the last one: its answer says more than a refusal would.
        ShouldHandle = args => ValueTask.FromResult(
            OpenUntil is null && (IsTransportError(args.Outcome.Exception) || args.Outcome.Result is { IsWorthRetrying: true })),
        // Where the provider said when to come back, the gate is closed until then and does the waiting.
        DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(args.Outcome.Result?.RetryAfter is null ? null : TimeSpan.Zero),
        OnRetry = args =>
        {
            logger.CallRetried(source.Name, call, Describe(args.Outcome), args.AttemptNumber + 1, MaxRetries, args.RetryDelay);
            return ValueTask.CompletedTask;
        },
    };

    private CircuitBreakerStrategyOptions<Answer> BreakerOptions(SourceId source, string call, ILogger logger) => new()
    {
        FailureRatio = 0.8,
        MinimumThroughput = 5,
        SamplingDuration = TimeSpan.FromMinutes(3),
        BreakDuration = Rest,
        StateProvider = _state,
        ShouldHandle = args => ValueTask.FromResult(IsTransportError(args.Outcome.Exception) || args.Outcome.Result is { IsTransient: true }),
        OnOpened = args =>
        {
            _openUntil = _clock.GetUtcNow() + args.BreakDuration;
            logger.CircuitOpened(source.Name, call, Describe(args.Outcome), _openUntil);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            logger.CircuitClosed(source.Name, call);
            return ValueTask.CompletedTask;
        },
    };

    private static string Describe(Outcome<Answer> outcome) =>
        outcome.Result is { } answer ? $"HTTP {answer.Payload.Status}" : outcome.Exception?.GetBaseException().Message ?? "no answer";
}
