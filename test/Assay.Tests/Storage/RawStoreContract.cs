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
    public async Task A_second_program_finds_what_was_kept()
    {
        await Store.Raw.KeepAsync(await CloseRunAsync(0), Make.Payload([1]), Cancellation);
        await using var other = OpenAgain();

        Assert.Single(await other.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
    }

    private async Task<Guid> CloseRunAsync(int number)
    {
        var run = Make.Run(number);
        await Store.Runs.BeginAsync(run, Cancellation);
        await Store.Runs.FinishAsync(run.Id, RunStatus.Interrupted, Noon, "x", Cancellation);
        return run.Id;
    }

    private async Task<List<KeptPayload>> UnprocessedAsync() => await Store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation);
}
