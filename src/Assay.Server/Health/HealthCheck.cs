using Assay.Ingestion;
using Assay.Providers;
using Assay.Server.Configuration;
using Assay.Storage;

namespace Assay.Server.Health;

/// <summary>Finds out how it stands.</summary>
internal sealed class HealthCheck(
    Settings settings, ProviderRegistry providers, Rounds rounds, Pace pace, IDatabase database, IRunBook book, TimeProvider clock)
{
    private const int RecentRounds = 10;

    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    public async Task<HealthReport> ReportAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>(settings.Notices);
        var books = await ReadBooksAsync(problems, cancellationToken);
        problems.AddRange(LateIn(books?.Rounds ?? []).Select(rounds => rounds.Explain()));
        problems.AddRange((books?.Tallies ?? []).Where(tally => tally.Source == SourceId.Assay && tally.LastStatus == RunStatus.Failure).Select(Explain));

        var status = books is null || HasNoPrices(books.Rounds) ? "unhealthy" : problems.Count > 0 ? "degraded" : "healthy";
        var tallies = books?.Tallies ?? [];
        return new HealthReport(
            status,
            books is null ? "unreachable" : "connected",
            Math.Round((clock.GetUtcNow() - _startedAt).TotalSeconds, 1),
            ProgramVersion.Text,
            EtlStatusOf(tallies),
            settings.Sources.ToDictionary(pair => pair.Key.Name, pair => SourceHealthOf(pair.Key, tallies)),
            problems);
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken) => await ReadBooksAsync([], cancellationToken) is not null;

    private List<PriceRounds> LateIn(IReadOnlyList<PriceRounds> all) =>
        settings.Schedule[FetchTask.Prices].IsNever ? [] : [.. all.Where(rounds => rounds.IsLate(clock.GetUtcNow(), settings.Ingestion.RoundTimeout))];

    /// <summary>Whether no source at all has brought prices for too long, nor is about to. Before that time has passed nobody can have failed for so long.</summary>
    private bool HasNoPrices(IReadOnlyList<PriceRounds> all) =>
        all.Count > 0 && LateIn(all).Count == all.Count && all.All(rounds =>
            !rounds.IsUnderWay(clock.GetUtcNow(), settings.Ingestion.RoundTimeout) && clock.GetUtcNow() - _startedAt > rounds.Patience);

    private async Task<Books?> ReadBooksAsync(List<string> problems, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(DatabaseTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await database.CheckAsync(either.Token);
            var tallies = await book.TallyAsync(either.Token);
            return new Books(tallies, await ReadRoundsAsync(tallies, either.Token));
        }
        catch (StoreException exception)
        {
            problems.Add(exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            problems.Add($"The database ({database.Description}) did not answer within {DatabaseTimeout.TotalSeconds:0} seconds.");
        }

        return null;
    }

    private async Task<List<PriceRounds>> ReadRoundsAsync(IReadOnlyList<SourceTally> tallies, CancellationToken cancellationToken)
    {
        var all = new List<PriceRounds>();
        foreach (var provider in providers.Polled.Where(provider => provider.Tasks.Contains(FetchTask.Prices)))
        {
            var source = provider.Info.Id;
            var recent = await book.ReadRunsAsync(new RunFilter(source.Name, FetchTask.Prices), page: 1, RecentRounds, cancellationToken);
            all.Add(new PriceRounds(source, pace.IntervalOf(provider, FetchTask.Prices), tallies.FirstOrDefault(tally => tally.Source == source && tally.Task == FetchTask.Prices), recent.Items));
        }

        return all;
    }

    /// <summary>What failed of our own work on the store.</summary>
    private static string Explain(SourceTally tally) => $"The last {tally.Task} of the store failed at {tally.LastFailure?.ToIso()}. {tally.LastError}";

    private EtlStatus EtlStatusOf(IReadOnlyList<SourceTally> tallies)
    {
        var newest = tallies.Where(tally => tally.Source != SourceId.Assay).MaxBy(tally => tally.LastRun);
        return new EtlStatus(newest?.LastRun, StatusOf(newest), settings.Sources.Keys.ToDictionary(source => source.Name, source => StatusOf(source, tallies)));
    }

    private string StatusOf(SourceId source, IReadOnlyList<SourceTally> tallies)
    {
        if (!settings.Sources[source].Enabled)
            return "disabled";
        return rounds.IsRunning(source) ? RunStatus.Running : StatusOf(tallies.Where(tally => tally.Source == source).MaxBy(tally => tally.LastRun));
    }

    private static string StatusOf(SourceTally? tally) => tally?.LastStatus switch
    {
        null => "never",
        RunStatus.Running => RunStatus.Running,
        RunStatus.Success or RunStatus.Partial => RunStatus.Success,
        _ => RunStatus.Failure,
    };

    private SourceHealth SourceHealthOf(SourceId source, IReadOnlyList<SourceTally> tallies)
    {
        var provider = providers.Find(source.Name) as IPolledProvider;
        var api = provider?.Status;
        var mine = tallies.Where(tally => tally.Source == source).ToList();
        return new SourceHealth(
            settings.Sources[source].Enabled,
            api?.Circuit ?? "closed",
            mine.Max(tally => tally.LastSuccess),
            api?.CallsLastMinute ?? 0,
            api?.CallsPerMinute,
            api?.CreditsUsed,
            api?.CreditsLeft,
            api?.LastError ?? mine.Where(tally => tally.LastFailure > (tally.LastSuccess ?? DateTimeOffset.MinValue)).MaxBy(tally => tally.LastFailure)?.LastError,
            api?.UsedUpUntil,
            provider?.Tasks.Where(task => pace.IntervalOf(provider, task) > TimeSpan.Zero).ToDictionary(task => task, task => Math.Round(pace.IntervalOf(provider, task).TotalSeconds)));
    }

    private sealed record Books(IReadOnlyList<SourceTally> Tallies, IReadOnlyList<PriceRounds> Rounds);
}
