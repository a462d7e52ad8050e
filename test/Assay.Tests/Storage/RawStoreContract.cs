using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IRawStore"/> must do.</summary>
public abstract class RawStoreContract : StoreContract
{
    [Fact]
    public async Task A_payload_comes_back_as_it_was_kept()
    {
        var body = new byte[100_000];
        new Random(7).NextBytes(body);
        var run = await CloseRunAsync(0);
        var payload = Make.Payload(body, new FileProgress("c0ffee", "a.csv", 5_000_000_000, 4_000_000_000, 7)) with { Status = 429, ContentType = null };

        var id = await Store.Raw.KeepAsync(run, payload, Cancellation);

        var kept = Assert.Single(await UnprocessedAsync());
        Assert.Equal((id, run), (kept.Id, kept.Run));
        Assert.Equal(body, kept.Payload.Body.ToArray());
        Assert.Equal(payload, kept.Payload with { Body = payload.Body });
    }

    [Fact]
    public async Task The_answers_of_a_source_are_counted_from_a_time_on()
    {
        var run = await CloseRunAsync(0);
        foreach (var (source, minutes) in new[] { (Gecko, -1), (Gecko, 0), (Gecko, 7), (SourceId.CoinPaprika, 7) })
            await Store.Raw.KeepAsync(run, Make.Payload([1]) with { Source = source, FetchedAt = Noon.AddMinutes(minutes) }, Cancellation);

        Assert.Equal(2, await Store.Raw.CountAsync(Gecko, Noon, Cancellation));
        Assert.Equal(0, await Store.Raw.CountAsync(new("nobody"), Noon, Cancellation));
    }

    [Fact]
    public async Task An_empty_body_and_one_without_a_file_are_kept()
    {
        await Store.Raw.KeepAsync(await CloseRunAsync(0), Make.Payload([]), Cancellation);

        var kept = Assert.Single(await UnprocessedAsync());
        Assert.Equal(0, kept.Payload.Body.Length);
        Assert.Null(kept.Payload.File);
    }

    [Fact]
    public async Task Unprocessed_payloads_come_oldest_first_without_those_of_running_runs_and_those_that_were_processed()
    {
        var closed = await CloseRunAsync(0);
        var open = Make.Run(1);
        await Store.Runs.BeginAsync(open, Cancellation);
        var first = await Store.Raw.KeepAsync(closed, Make.Payload([1]), Cancellation);
        var processed = await Store.Raw.KeepAsync(closed, Make.Payload([2]), Cancellation);
        await Store.Raw.KeepAsync(open.Id, Make.Payload([3]), Cancellation);
        var last = await Store.Raw.KeepAsync(closed, Make.Payload([4]), Cancellation);
        await Store.Market.CommitAsync(Make.Page() with { Payload = processed }, Cancellation);

        Assert.Equal([first, last], (await UnprocessedAsync()).Select(kept => kept.Id));
    }

    [Fact]
    public async Task Payloads_can_be_processed_while_they_are_read()
    {
        var run = await CloseRunAsync(0);
        for (byte number = 0; number < 3; number++)
            await Store.Raw.KeepAsync(run, Make.Payload([number]), Cancellation);

        var bodies = new List<byte>();
        await foreach (var kept in Store.Raw.ReadUnprocessedAsync(Cancellation))
        {
            bodies.Add(kept.Payload.Body.Span[0]);
            await Store.Market.CommitAsync(Make.Page() with { Payload = kept.Id }, Cancellation);
        }

        Assert.Equal([0, 1, 2], bodies);
        Assert.Empty(await UnprocessedAsync());
    }

    [Fact]
    public async Task A_body_that_comes_again_within_a_month_is_kept_once_and_read_back_each_time()
    {
        var body = new byte[50_000];
        new Random(8).NextBytes(body);
        var run = await CloseRunAsync(0);
        DateTimeOffset[] times = [Noon, Noon.AddHours(1), new(2025, 12, 31, 23, 59, 59, 999, TimeSpan.Zero), new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Noon];
        foreach (var time in times)
            await Store.Raw.KeepAsync(run, Make.Payload(body) with { FetchedAt = time }, Cancellation);
        await Store.Raw.KeepAsync(run, Make.Payload([7]), Cancellation);

        var kept = await UnprocessedAsync();
        Assert.Equal([.. times, Noon], kept.Select(payload => payload.Payload.FetchedAt));
        Assert.All(kept[..5], payload => Assert.Equal(body, payload.Payload.Body.ToArray()));
        Assert.Equal([7], kept[5].Payload.Body.ToArray());
        var rows = await Store.Rows.ReadRowsAsync(Table.RawPayloads, null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal([true, false, false, true, false, true], rows.Select(row => row[^1] is not null));
    }

    [Fact]
    public async Task Processed_payloads_come_in_the_order_in_which_they_were_committed_and_only_those_asked_for()
    {
        var run = await CloseRunAsync(0);
        var ids = new List<long>();
        for (var number = 0; number < 5; number++)
            ids.Add(await KeepAsync(run, number));
        foreach (var number in new[] { 3, 1, 0, 2, 1 })
            await Store.Market.CommitAsync(Make.Page() with { Payload = ids[number] }, Cancellation);

        Assert.Equal([ids[3], ids[1], ids[0], ids[2]], await ProcessedAsync(null, TimeRange.All));
        Assert.Equal([ids[3], ids[1]], await ProcessedAsync(SourceId.CoinPaprika, TimeRange.All));
        Assert.Equal([ids[1], ids[2]], await ProcessedAsync(null, new TimeRange(Noon.AddMinutes(1), Noon.AddMinutes(2))));
        Assert.Empty(await ProcessedAsync(new("nobody"), TimeRange.All));
    }

    [Fact]
    public async Task A_second_program_finds_what_was_kept()
    {
        await Store.Raw.KeepAsync(await CloseRunAsync(0), Make.Payload([1]), Cancellation);
        await using var other = OpenAgain();

        Assert.Single(await other.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_payload_is_found_by_its_number_also_where_another_one_has_its_body()
    {
        var run = await CloseRunAsync(0);
        await Store.Raw.KeepAsync(run, Make.Payload([1, 2]), Cancellation);
        var id = await Store.Raw.KeepAsync(run, Make.Payload([1, 2]) with { Url = "https://example.org/again", FetchedAt = Noon.AddHours(1) }, Cancellation);

        var kept = await Store.Raw.FindAsync(id, Cancellation);

        Assert.Equal((id, run, "https://example.org/again", Noon.AddHours(1)), (kept!.Id, kept.Run, kept.Payload.Url, kept.Payload.FetchedAt));
        Assert.Equal([1, 2], kept.Payload.Body.ToArray());
        Assert.Null(await Store.Raw.FindAsync(id + 1, Cancellation));
    }

    private Task<long> KeepAsync(Guid run, int number) => Store.Raw.KeepAsync(run, Make.Payload([(byte)number]) with
    {
        Source = number % 2 == 0 ? Gecko : SourceId.CoinPaprika,
        FetchedAt = Noon.AddMinutes(number),
    }, Cancellation);

    private async Task<IEnumerable<long>> ProcessedAsync(SourceId? source, TimeRange fetched) =>
        (await Store.Raw.ReadProcessedAsync(source, fetched, Cancellation).ToListAsync(Cancellation)).Select(kept => kept.Id);

    private async Task<Guid> CloseRunAsync(int number)
    {
        var run = Make.Run(number);
        await Store.Runs.BeginAsync(run, Cancellation);
        await Store.Runs.FinishAsync(run.Id, RunStatus.Interrupted, Noon, "x", Cancellation);
        return run.Id;
    }

    private async Task<List<KeptPayload>> UnprocessedAsync() => await Store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation);
}
