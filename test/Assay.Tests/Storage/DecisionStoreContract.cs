using Assay.Consensus;
using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every store must do with the evidence of the consensus.</summary>
public abstract class DecisionStoreContract : StoreContract
{
    [Fact]
    public async Task The_last_decision_about_each_asset_comes_back_as_it_was()
    {
        var (first, last, other) = (Decide(Bitcoin, 0, 100), Decide(Bitcoin, 1, 101), Decide(Ether, 0, 5) with { Flag = ConsensusFlag.Disputed, Price = null, ObservedAt = null });
        await CommitAsync(Make.Identities(Bitcoin, Ether));
        await CommitAsync(PageOf(first, other));
        await CommitAsync(PageOf(last));

        var decisions = await Store.Market.ReadDecisionsAsync(Cancellation).ToDictionaryAsync(decision => decision.Asset, cancellationToken: Cancellation);

        Assert.Equal(2, decisions.Count);
        Assert.Equivalent(last, decisions[Bitcoin], strict: true);
        Assert.Equivalent(other, decisions[Ether], strict: true);
    }

    [Fact]
    public async Task What_had_been_decided_at_a_time_can_be_asked_for_ever()
    {
        await CommitAsync(Make.Identities(Bitcoin, Ether));
        await CommitAsync(PageOf(Decide(Bitcoin, 0, 100), Decide(Ether, 0, 5)));
        await CommitAsync(PageOf(Decide(Bitcoin, 60 * 24 * 40, 102))); // in another month
        await CommitAsync(PageOf(Decide(Bitcoin, 10, 101)));

        Assert.Null(await PriceAsync(Noon.AddMilliseconds(-1)));
        Assert.Equal(100, await PriceAsync(Noon));
        Assert.Equal(100, await PriceAsync(Noon.AddMinutes(10).AddMilliseconds(-1)));
        Assert.Equal(101, await PriceAsync(Noon.AddDays(39)));
        Assert.Equal(102, await PriceAsync(Noon.AddYears(5)));
    }

    [Fact]
    public async Task The_same_decision_again_changes_nothing_and_a_renamed_asset_keeps_its_own()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        await CommitAsync(PageOf(Decide(Bitcoin, 0, 100)));
        await CommitAsync(PageOf(Decide(Bitcoin, 0, 999)));
        await CommitAsync(Make.Renames(Bitcoin, new("btc")));

        var decision = await Store.History.FindDecisionAsync(new("btc"), Noon, Cancellation);

        Assert.Equal((new AssetId("btc"), 100.0), (decision!.Asset, decision.Price));
        Assert.Null(await Store.History.FindDecisionAsync(Bitcoin, Noon, Cancellation));
    }

    [Fact]
    public async Task Evidence_goes_with_the_history_that_retention_removes()
    {
        await CommitAsync(Make.Identities(Bitcoin, Ether));
        var days = Enumerable.Range(0, 80).SelectMany(day => new[] { Decide(Bitcoin, 1440 * day, 100), Decide(Ether, 1440 * day, 5) }).ToArray();
        await CommitAsync(PageOf(days));
        var before = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

        var removed = await Store.Maintenance.RemoveAsync(before, payloadsBefore: null, Cancellation);

        Assert.Equal(days.Count(decision => decision.RecordedAt < before), removed[Table.ConsensusEvidence]);
        Assert.Null(await Store.History.FindDecisionAsync(Ether, before.AddMilliseconds(-1), Cancellation));
        Assert.NotNull(await Store.History.FindDecisionAsync(Ether, before.AddDays(1), Cancellation));
    }

    private async Task<double?> PriceAsync(DateTimeOffset asOf) => (await Store.History.FindDecisionAsync(Bitcoin, asOf, Cancellation))?.Price;

    private static PageCommit PageOf(params Decision[] decisions) => new() { Source = SourceId.Consensus, RecordedAt = Noon, Decisions = decisions };

    private static Decision Decide(AssetId asset, int minute, double price) => new()
    {
        Asset = asset,
        RecordedAt = Noon.AddMinutes(minute),
        Flag = ConsensusFlag.Agreed,
        Price = price,
        ObservedAt = Noon.AddMinutes(minute).AddSeconds(-12.5),
        Class = AssetClass.Large,
        Threshold = 0.01,
        Votes =
        [
            new Vote(SourceId.CoinPaprika, price * 0.9, Noon.AddMinutes(minute).AddMilliseconds(-1), Standing.Differs, 3, TimeSpan.FromMinutes(4)),
            new Vote(SourceId.CoinGecko, price, Noon.AddMinutes(minute).AddSeconds(-12.5), Standing.Agrees),
        ],
    };
}
