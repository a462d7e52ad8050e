using Assay.Ingestion;
using Assay.Providers;
using Assay.Server.Configuration;
using Assay.Storage;

namespace Assay.Server.Health;

/// <summary>Finds out how it stands.</summary>
internal sealed class HealthCheck(
    Settings settings, ProviderRegistry providers, Rounds rounds, IDatabase database, IRunBook book, TimeProvider clock)
{
    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    public async Task<HealthReport> ReportAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>(settings.Notices);
        var tallies = await TallyAsync(problems, cancellationToken);
        var polled = settings.Sources.Keys.Where(source => providers.Find(source.Name) is IPolledProvider).ToList();
        var late = polled.Where(source => IsLate(source, tallies ?? [])).ToList();
        problems.AddRange(late.Select(source => Explain(source, tallies ?? [])));
        problems.AddRange((tallies ?? []).Where(tally => tally.Source == SourceId.Assay && tally.LastStatus == RunStatus.Failure).Select(Explain));

        var status = tallies is null || (polled.Count > 0 && late.Count == polled.Count && HasHadTime) ? "unhealthy" : problems.Count > 0 ? "degraded" : "healthy";
        return new HealthReport(
            status,
            tallies is null ? "unreachable" : "connected",
            Math.Round((clock.GetUtcNow() - _startedAt).TotalSeconds, 1),
            ProgramVersion.Text,
            EtlStatusOf(tallies ?? []),
            settings.Sources.ToDictionary(pair => pair.Key.Name, pair => SourceHealthOf(pair.Key, tallies ?? [])),
            problems);
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken) => await TallyAsync([], cancellationToken) is not null;

    /// <summary>Before three intervals have passed nobody can have failed for so long.</summary>
    private bool HasHadTime => !settings.PriceUpdates.IsNever && clock.GetUtcNow() - _startedAt > 3 * settings.PriceUpdates.Interval;

    private async Task<IReadOnlyList<SourceTally>?> TallyAsync(List<string> problems, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(DatabaseTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await database.CheckAsync(either.Token);
            return await book.TallyAsync(either.Token);
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

    private bool IsLate(SourceId source, IReadOnlyList<SourceTally> tallies)
    {
        if (settings.PriceUpdates.IsNever)
            return false;
        var lastSuccess = PricesOf(source, tallies)?.LastSuccess;
        return lastSuccess is null || clock.GetUtcNow() - lastSuccess > 3 * settings.PriceUpdates.Interval;
    }

    private static string Explain(SourceId source, IReadOnlyList<SourceTally> tallies)
    {
        var tally = PricesOf(source, tallies);
        var since = tally?.LastSuccess is { } success ? $"has had no successful price run since {success.ToIso()}" : "has had no successful price run yet";
        return $"{source} {since}. {tally?.LastError ?? "Its first run has not ended."}";
    }

    /// <summary>What failed of our own work on the store.</summary>
    private static string Explain(SourceTally tally) => $"The last {tally.Task} of the store failed at {tally.LastFailure?.ToIso()}. {tally.LastError}";

    private static SourceTally? PricesOf(SourceId source, IReadOnlyList<SourceTally> tallies) =>
        tallies.FirstOrDefault(tally => tally.Source == source && tally.Task == FetchTask.Prices);

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
        var api = (providers.Find(source.Name) as IPolledProvider)?.Status;
        var mine = tallies.Where(tally => tally.Source == source).ToList();
        return new SourceHealth(
            settings.Sources[source].Enabled,
            api?.Circuit ?? "closed",
            mine.Max(tally => tally.LastSuccess),
            api?.CallsLastMinute ?? 0,
            api?.CallsPerMinute,
            CreditsUsed: null,
            CreditsLeft: null,
            api?.LastError ?? mine.Where(tally => tally.LastFailure > (tally.LastSuccess ?? DateTimeOffset.MinValue)).MaxBy(tally => tally.LastFailure)?.LastError);
    }
}
