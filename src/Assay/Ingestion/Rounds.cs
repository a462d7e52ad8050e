using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Assay.Providers;

namespace Assay.Ingestion;

/// <summary>Rounds of polled sources. A round that is asked for while the same one is under way joins it.</summary>
public sealed class Rounds(ProviderRegistry providers, Requests requests, Pace pace, RunRecorder recorder, IngestionOptions options, TimeProvider clock)
{
    /// <summary>The part of its interval that a round of metadata takes, so that its many calls never keep prices waiting.</summary>
    private const double SpreadOver = 0.8;

    private readonly ConcurrentDictionary<RoundKey, Lazy<StartedRun>> _underWay = new();

    /// <summary>Whether any round of this source is under way.</summary>
    public bool IsRunning(SourceId source) => _underWay.Keys.Any(key => key.Source == source);

    /// <summary>Starts a round, or joins the one that is under way.</summary>
    /// <param name="provider">Whom to ask.</param>
    /// <param name="task">What to ask for.</param>
    /// <param name="coin">Only this coin, by our id or any source's; null for all.</param>
    /// <param name="progress">Told after each page; may be null.</param>
    /// <param name="cancellationToken">Ends the round, also for those who joined it: the life of the program, not of a request.</param>
    public StartedRun Start(IPolledProvider provider, string task, string? coin, IProgress<PageResult>? progress, CancellationToken cancellationToken)
    {
        var key = new RoundKey(provider.Info.Id, task, coin);
        var mine = new Lazy<StartedRun>(() => recorder.Start(provider.Info.Id, task, Pages(provider, task, coin, cancellationToken), LimitOf(task), progress, cancellationToken));
        var round = _underWay.AddOrUpdate(key, mine, (_, other) => other is { IsValueCreated: true, Value.Completion.IsCompleted: true } ? mine : other);
        if (round == mine)
            _ = round.Value.Completion.ContinueWith(_ => _underWay.TryRemove(new(key, mine)), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return round.Value;
    }

    /// <summary>The sources that offer a task: one of them, or all.</summary>
    /// <exception cref="ProviderException">No source that is switched on is called so, or it does not offer the task.</exception>
    public IReadOnlyList<IPolledProvider> Offering(string task, string? source)
    {
        var polled = providers.Polled.Where(provider => source is null || provider.Info.Id.Name.Equals(source, StringComparison.OrdinalIgnoreCase)).ToList();
        if (polled.Count == 0)
            throw new ProviderException(source is null
                ? "No source that can be asked is switched on. Switch one on, for example with ENABLE_COINGECKO=true."
                : $"No source that can be asked is called '{source}'. Known: {Names(providers.Polled)}.");

        var offering = polled.Where(provider => provider.Tasks.Contains(task)).ToList();
        return offering.Count > 0
            ? offering
            : throw new ProviderException($"{Names(polled)} has no task '{task}'. Known: {string.Join(", ", polled.SelectMany(p => p.Tasks).Distinct())}.");
    }

    private static string Names(IEnumerable<IProvider> all) => string.Join(", ", all.Select(provider => provider.Info.Id.Name));

    private async IAsyncEnumerable<(IProvider Reader, RawPayload Payload)> Pages(
        IPolledProvider provider, string task, string? coin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = provider.Info.Id;
        if (coin is not null)
        {
            await foreach (var payload in provider.FetchAsync(requests.OfCoin(id, task, coin), cancellationToken))
                yield return (provider, payload);
            yield break;
        }

        var request = await requests.OfRoundAsync(id, task, cancellationToken);
        var isSpread = task == FetchTask.Metadata;
        var left = isSpread ? pace.MetadataCalls(provider) : int.MaxValue;
        var pause = isSpread ? IntervalOf(task) * SpreadOver / left : TimeSpan.Zero;
        if (isSpread && request.Coins.Count == 0)
            yield break;
        await foreach (var payload in provider.FetchAsync(request, cancellationToken))
        {
            yield return (provider, payload);
            if (--left == 0)
                yield break; // the next round goes on with those that are least known then
            if (isSpread)
                await Task.Delay(pause, clock, cancellationToken);
        }
    }

    private TimeSpan IntervalOf(string task) => options.Intervals.GetValueOrDefault(task);

    /// <summary>A round that is spread over its interval has a little more than that.</summary>
    private TimeSpan LimitOf(string task) => task == FetchTask.Metadata ? options.RoundTimeout + IntervalOf(task) : options.RoundTimeout;

    private readonly record struct RoundKey(SourceId Source, string Task, string? Coin);
}

/// <param name="Id">The run in the books.</param>
/// <param name="Begun">Ends when the run stands in the books; fails with <see cref="Storage.StoreException"/> where they cannot be written.</param>
/// <param name="Completion">Ends with the run, never fails.</param>
public sealed record StartedRun(Guid Id, Task Begun, Task<RunResult> Completion);

/// <param name="Status">One of <see cref="RunStatus"/>.</param>
/// <param name="Pages">What became of its records.</param>
/// <param name="Error">Why it fell short, as a sentence.</param>
public sealed record RunResult(string Status, PageResult Pages, string? Error);
