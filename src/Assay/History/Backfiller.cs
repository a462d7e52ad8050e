using System.Runtime.CompilerServices;
using Assay.Consensus;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.History;

/// <summary>
/// Fills the past of coins. What is covered is the only checkpoint: whoever is cut off plans again and asks for the rest, whichever way the
/// holes lie.
/// </summary>
public sealed class Backfiller(IdentityMap identity, ICoverageStore coverage, RunRecorder recorder, TimeProvider clock)
{
    /// <summary>What is newer is the business of the rounds: what history tells has no vote in the consensus of now.</summary>
    private static readonly TimeSpan Delay = ConsensusEngine.Freshness + TimeSpan.FromMinutes(1);

    /// <summary>Finds what the source can tell and has not been asked yet, also where a round has passed it by.</summary>
    /// <param name="provider">Who is to be asked.</param>
    /// <param name="coins">Our ids or any source's.</param>
    /// <param name="range">The time that is wanted.</param>
    /// <param name="most">No more chunks than these are looked for.</param>
    /// <param name="cancellationToken">Ends the reading of the store.</param>
    public async Task<BackfillPlan> PlanAsync(IHistoricProvider provider, IEnumerable<string> coins, TimeRange range, int most, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var wanted = range with { To = range.To < now - Delay ? range.To : now - Delay };
        var leftOut = new List<string>();
        if (Unreachable(provider, wanted, now) is { } sentence)
            leftOut.Add(sentence);

        var chunks = new List<HistoryChunk>();
        foreach (var coin in provider.Reaches.Count > 0 ? coins : [])
        {
            if (chunks.Count >= most)
                break;
            if (CoinAt(provider.Info.Id, coin) is { } id)
                chunks.AddRange(HistoryChunk.Cut(id, await FindHolesAsync(provider.Info.Id, id, wanted, cancellationToken), provider.Reaches, now));
            else
                leftOut.Add($"{provider.Info.Title} has no coin that we know as {coin}.");
        }

        return new BackfillPlan(provider, [.. chunks.OrderByDescending(chunk => chunk.Range.To).Take(most)], leftOut);
    }

    /// <summary>Asks chunk by chunk, as a run on the books.</summary>
    /// <param name="plan">What to ask.</param>
    /// <param name="pause">Between two questions.</param>
    /// <param name="credits">Ends where more than these are spent.</param>
    /// <param name="progress">Told after each chunk; may be null.</param>
    /// <param name="cancellationToken">Ends it; what was committed stays.</param>
    public StartedRun Start(BackfillPlan plan, TimeSpan pause, long credits, IProgress<PageResult>? progress, CancellationToken cancellationToken) => recorder.Start(
        plan.Provider.Info.Id, FetchTask.History, AskAsync(plan, pause, credits, cancellationToken), Timeout.InfiniteTimeSpan, progress, cancellationToken);

    private async IAsyncEnumerable<(IProvider Reader, RawPayload Payload)> AskAsync(
        BackfillPlan plan, TimeSpan pause, long credits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var provider = plan.Provider;
        var before = provider.Budget.Used;
        var refused = new HashSet<string>();
        foreach (var chunk in plan.Chunks)
        {
            if (refused.Contains(chunk.CoinId) || chunk.Within(clock.GetUtcNow()) is not { } range)
                continue;
            if (provider.Budget.Used - before >= credits)
                yield break;

            var payload = await provider.FetchHistoryAsync(chunk.CoinId, chunk.Reach, range, cancellationToken);
            yield return (provider, payload);
            var page = provider.Parse(payload);
            if (IsAboutTheCoin(payload, page))
                refused.Add(chunk.CoinId);
            else if (page.Error is not null)
                yield break; // the next plan goes on from here
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    /// <summary>Whether the source refuses this coin, which says nothing against the next one.</summary>
    private static bool IsAboutTheCoin(RawPayload payload, ParsedPage page) =>
        page.Error is null ? page.Rejections.Any(rejection => rejection.Reason == RejectionReason.CoinUnknown) : payload.Status is 400 or 404;

    private static string? Unreachable(IHistoricProvider provider, TimeRange wanted, DateTimeOffset now)
    {
        if (provider.Reaches.Count == 0)
            return $"{provider.Info.Title}'s {provider.Plan} plan tells nothing of the past.";

        var earliest = provider.Reaches.Min(reach => reach.Earliest(now));
        return wanted.From < earliest && provider.Reaches.All(reach => reach.Back is not null)
            ? $"{provider.Info.Title}'s {provider.Plan} plan reaches back to {Day(earliest)}; {Day(wanted.From)} to {Day(wanted.To < earliest ? wanted.To : earliest)} is left out."
            : null;
    }

    private static string Day(DateTimeOffset time) => time.ToIso()[..10];

    private string? CoinAt(SourceId source, string coin) =>
        identity.Resolve(coin) is { } resolved ? identity.LinksOf(resolved.Asset.Id).FirstOrDefault(link => link.Source == source)?.CoinId : null;

    private async Task<IReadOnlyList<TimeRange>> FindHolesAsync(SourceId source, string coin, TimeRange wanted, CancellationToken cancellationToken)
    {
        var polled = await coverage.ReadCoverageAsync(source, FetchTask.Prices, coin, cancellationToken);
        var asked = await coverage.ReadCoverageAsync(source, FetchTask.History, coin, cancellationToken);
        return wanted.Without([.. polled, .. asked]);
    }
}
