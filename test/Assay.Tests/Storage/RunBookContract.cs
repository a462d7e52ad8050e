using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IRunBook"/> must do.</summary>
public abstract class RunBookContract : StoreContract
{
    [Fact]
    public async Task A_run_is_found_as_it_began_and_as_it_ended()
    {
        var run = Make.Run(0);
        await Store.Runs.BeginAsync(run, Cancellation);
        Assert.Equal(run, await Store.Runs.FindAsync(run.Id, Cancellation));

        await Store.Runs.FinishAsync(run.Id, RunStatus.Partial, Noon.AddSeconds(7), "Page 3 failed.", Cancellation);

        Assert.Equal(
            run with { Status = RunStatus.Partial, FinishedAt = Noon.AddSeconds(7), Error = "Page 3 failed." },
            await Store.Runs.FindAsync(run.Id, Cancellation));
        Assert.Null(await Store.Runs.FindAsync(Guid.Empty, Cancellation));
    }

    [Fact]
    public async Task A_run_that_never_began_cannot_end() =>
        await Assert.ThrowsAsync<StoreException>(() => Store.Runs.FinishAsync(Guid.Empty, RunStatus.Success, Noon, null, Cancellation));

    [Fact]
    public async Task Open_runs_of_dead_owners_are_interrupted_and_no_others()
    {
        var (dead, alive, finished) = (Make.Run(0, owner: "dead"), Make.Run(1, owner: "alive"), Make.Run(2, owner: "dead"));
        foreach (var run in new[] { dead, alive, finished })
            await Store.Runs.BeginAsync(run, Cancellation);
        await Store.Runs.FinishAsync(finished.Id, RunStatus.Success, Noon.AddMinutes(3), null, Cancellation);

        var interrupted = Assert.Single(await Store.Runs.InterruptAbandonedAsync(owner => owner == "alive", Noon.AddHours(1), Cancellation));

        Assert.Equal((dead.Id, RunStatus.Interrupted, Noon.AddHours(1)), (interrupted.Id, interrupted.Status, interrupted.FinishedAt!.Value));
        Assert.NotNull(interrupted.Error);
        Assert.Equal(interrupted, await Store.Runs.FindAsync(dead.Id, Cancellation));
        Assert.Equal(alive, await Store.Runs.FindAsync(alive.Id, Cancellation));
        Assert.Equal(RunStatus.Success, (await Store.Runs.FindAsync(finished.Id, Cancellation))!.Status);
        Assert.Empty(await Store.Runs.InterruptAbandonedAsync(owner => owner == "alive", Noon.AddHours(2), Cancellation));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_by_page_and_filter()
    {
        var random = new Random(5);
        var runs = new List<Run>();
        foreach (var number in Enumerable.Range(0, 20).OrderBy(_ => random.Next()))
            runs.Add(await RecordAsync(number, random));
        runs = [.. runs.OrderByDescending(run => run.StartedAt)];

        foreach (var source in new string?[] { null, "coingecko", "nobody" })
        {
            foreach (var task in new[] { null, FetchTask.Prices })
            {
                foreach (var status in new[] { null, RunStatus.Running, RunStatus.Failure })
                {
                    var expected = runs.Where(run => (source ?? run.Source.Name) == run.Source.Name
                        && (task ?? run.Task) == run.Task && (status ?? run.Status) == run.Status).ToList();
                    var page = await Store.Runs.ReadRunsAsync(new RunFilter(source, task, status), 2, 3, Cancellation);
                    Assert.Equal(expected.Count, page.Total);
                    Assert.Equal(expected.Skip(3).Take(3), page.Items);
                }
            }
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task The_tally_is_what_counting_the_runs_gives(int seed)
    {
        var random = new Random(seed);
        var runs = new List<Run>();
        for (var number = 0; number < 40; number++)
            runs.Add(await RecordAsync(number, random));

        var tallies = await Store.Runs.TallyAsync(Cancellation);

        var expected = runs.GroupBy(run => (run.Source, run.Task)).Select(Count).ToList();
        Assert.Equal(Sorted(expected), Sorted(tallies));
    }

    [Fact]
    public async Task An_empty_book_has_no_tally()
    {
        Assert.Empty(await Store.Runs.TallyAsync(Cancellation));

        await Store.Runs.BeginAsync(Make.Run(0), Cancellation);
        var tally = Assert.Single(await Store.Runs.TallyAsync(Cancellation));
        Assert.Equal((1, RunStatus.Running, Noon), (tally.TotalRuns, tally.LastStatus, tally.LastRun));
        Assert.Null(tally.AverageDurationSeconds);
        Assert.Null(tally.LastSuccess);
    }

    [Fact]
    public async Task Rejections_are_listed_newest_first_by_page_and_filter()
    {
        foreach (var (source, reason) in new[] { ("a", "malformed"), ("b", "malformed"), ("a", "time_missing"), ("a", "malformed"), ("a", "malformed") })
        {
            var rejection = new Rejection(null, reason, "Why.", "$[0]", "");
            var payload = await Store.Raw.KeepAsync(Guid.Empty, Make.Payload([1]), Cancellation);
            await Store.Market.CommitAsync(Make.Page() with { Source = new(source), Payload = payload, Rejections = [rejection] }, Cancellation);
        }

        var all = (await Store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Items;
        var page = await Store.Runs.ReadRejectedAsync("a", "malformed", 2, 2, Cancellation);

        Assert.Equal(all.Select(record => record.Id).OrderDescending(), all.Select(record => record.Id));
        Assert.Equal(5, all.Count);
        Assert.Equal(3, page.Total);
        Assert.Equal(all[^1], Assert.Single(page.Items));
        Assert.Equal(4, (await Store.Runs.ReadRejectedAsync("a", null, 1, 10, Cancellation)).Total);
        Assert.Equal(4, (await Store.Runs.ReadRejectedAsync(null, "malformed", 1, 10, Cancellation)).Total);
        Assert.Equal(0, (await Store.Runs.ReadRejectedAsync("nobody", null, 1, 10, Cancellation)).Total);
    }

    [Fact]
    public async Task Runs_are_summed_up_by_the_time_at_which_they_began()
    {
        await EndAsync(0, Gecko, RunStatus.Failure, "before");
        await EndAsync(10, Gecko, RunStatus.Failure, "first");
        await EndAsync(11, Gecko, RunStatus.Interrupted, "second");
        await EndAsync(12, Gecko, RunStatus.Success, null);
        await EndAsync(13, Gecko, RunStatus.Partial, "half", FetchTask.Assets);
        await EndAsync(20, SourceId.CoinPaprika, RunStatus.Success, null);
        await EndAsync(21, Gecko, RunStatus.Failure, "after");

        Assert.Equal(
            [
                new(Gecko, FetchTask.Assets, 1, 0, "half"), new(Gecko, FetchTask.Prices, 3, 2, "second"),
                new RunsWithin(SourceId.CoinPaprika, FetchTask.Prices, 1, 0, null),
            ],
            await Store.Runs.SumUpAsync(new TimeRange(Noon.AddMinutes(10), Noon.AddMinutes(20)), Cancellation));
        Assert.Empty(await Store.Runs.SumUpAsync(new TimeRange(Noon.AddMinutes(1), Noon.AddMinutes(9)), Cancellation));
    }

    [Fact]
    public async Task Rejections_are_found_by_their_payload_and_by_coin_and_time()
    {
        var run = await EndAsync(0, Gecko, RunStatus.Success, null);
        var first = await RejectAsync(run, 0, Rejection("bitcoin", "$[0]"), Rejection("ethereum", "$[1]"));
        var second = await RejectAsync(run, 10, Rejection("bitcoin", "$[0]"), Rejection(null, "$[1]"));

        Assert.Equal(["$[0]", "$[1]"], (await Store.Runs.ReadRejectedOfAsync(first, Cancellation)).Select(record => record.Location));
        Assert.All(await Store.Runs.ReadRejectedOfAsync(second, Cancellation), record => Assert.Equal(second, RejectedRecord.PayloadOf(record.Id)));
        Assert.Equal([Noon, Noon.AddMinutes(10)], await TimesAsync("bitcoin", 0, 10));
        Assert.Equal([Noon.AddMinutes(10)], await TimesAsync("bitcoin", 1, 10));
        Assert.Empty(await TimesAsync("dogecoin", 0, 10));
    }

    [Fact]
    public async Task What_is_rejected_of_a_payload_now_takes_the_place_of_what_was_rejected_before()
    {
        var run = await EndAsync(0, Gecko, RunStatus.Success, null);
        var payload = await RejectAsync(run, 0, Rejection("bitcoin", "$[0]"), Rejection("ethereum", "$[1]"));
        var other = await RejectAsync(run, 1, Rejection("dogecoin", "$[0]"));

        await CommitAsync(Make.Page() with { Run = run, Payload = payload, Rejections = [Rejection("ethereum", "$[1]") with { Detail = "Still." }] });

        var left = Assert.Single(await Store.Runs.ReadRejectedOfAsync(payload, Cancellation));
        Assert.Equal(("ethereum", "Still.", RejectedRecord.NumberOf(payload, 0)), (left.CoinId, left.Detail, left.Id));
        Assert.Single(await Store.Runs.ReadRejectedOfAsync(other, Cancellation));
        Assert.Equal(2, (await Store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Total);
    }

    private async Task<Guid> EndAsync(int minute, SourceId source, string status, string? error, string task = FetchTask.Prices)
    {
        var run = Make.Run(minute, source, task);
        await Store.Runs.BeginAsync(run, Cancellation);
        await Store.Runs.FinishAsync(run.Id, status, run.StartedAt.AddSeconds(1), error, Cancellation);
        return run.Id;
    }

    private async Task<long> RejectAsync(Guid run, int minute, params Rejection[] rejections)
    {
        var time = Noon.AddMinutes(minute);
        var payload = await Store.Raw.KeepAsync(run, Make.Payload([1]) with { FetchedAt = time }, Cancellation);
        await CommitAsync(Make.Page() with { Run = run, Payload = payload, RecordedAt = time, Rejections = rejections });
        return payload;
    }

    private async Task<IEnumerable<DateTimeOffset>> TimesAsync(string coin, int from, int to) =>
        (await Store.Runs.ReadRejectedOfAsync(Gecko, coin, new TimeRange(Noon.AddMinutes(from), Noon.AddMinutes(to)), Cancellation)).Select(record => record.RecordedAt);

    private static Rejection Rejection(string? coin, string location) => new(coin, RejectionReason.PriceMissing, "The record has no price.", location, "{}");

    /// <summary>A run with some pages, still open or ended in some way.</summary>
    private async Task<Run> RecordAsync(int number, Random random)
    {
        var run = Make.Run(number, random.Next(2) == 0 ? Gecko : SourceId.CoinPaprika, random.Next(2) == 0 ? FetchTask.Prices : FetchTask.Assets);
        await Store.Runs.BeginAsync(run, Cancellation);
        await Store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
        for (var page = random.Next(3); page > 0; page--)
            await Store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 1)) with { Run = run.Id }, Cancellation);

        string[] statuses = [RunStatus.Running, RunStatus.Success, RunStatus.Partial, RunStatus.Failure, RunStatus.Interrupted];
        var status = statuses[random.Next(statuses.Length)];
        if (status != RunStatus.Running)
        {
            var error = status == RunStatus.Success ? null : $"Run {number} met with an error.";
            await Store.Runs.FinishAsync(run.Id, status, run.StartedAt.AddMilliseconds(random.Next(50_000)), error, Cancellation);
        }

        return (await Store.Runs.FindAsync(run.Id, Cancellation))!;
    }

    private static SourceTally Count(IEnumerable<Run> group)
    {
        var runs = group.OrderBy(run => run.StartedAt).ToList();
        var succeeded = runs.Where(run => run.Status is RunStatus.Success or RunStatus.Partial).ToList();
        var failed = runs.Where(run => run.Status is RunStatus.Failure or RunStatus.Interrupted).ToList();
        return new SourceTally
        {
            Source = runs[0].Source,
            Task = runs[0].Task,
            TotalRuns = runs.Count,
            Succeeded = succeeded.Count,
            Failed = failed.Count,
            RecordsProcessed = runs.Sum(run => run.RecordsProcessed),
            LastRun = runs[^1].StartedAt,
            LastStatus = runs[^1].Status,
            LastSuccess = succeeded.Max(run => run.FinishedAt),
            LastFailure = failed.Max(run => run.FinishedAt),
            LastError = runs.Where(run => run.Error is not null).MaxBy(run => run.FinishedAt)?.Error,
            AverageDurationSeconds = runs.Any(run => run.Duration is not null) ? runs.Average(run => run.Duration?.TotalMilliseconds) / 1000 : null,
        };
    }

    private static IEnumerable<SourceTally> Sorted(IEnumerable<SourceTally> tallies) => tallies
        .Select(tally => tally with { AverageDurationSeconds = tally.AverageDurationSeconds is { } average ? Math.Round(average, 6) : null })
        .OrderBy(tally => tally.Source.Name, StringComparer.Ordinal).ThenBy(tally => tally.Task, StringComparer.Ordinal);
}
