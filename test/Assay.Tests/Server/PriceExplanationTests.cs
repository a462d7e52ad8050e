using Assay.Consensus;
using Assay.Server.Cryptos;

namespace Assay.Tests.Server;

public sealed class PriceExplanationTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);

    private static readonly Decision Agreed = new()
    {
        Asset = new("bitcoin"),
        RecordedAt = Now,
        Flag = ConsensusFlag.Agreed,
        Price = 87440,
        ObservedAt = Now.AddSeconds(-39),
        Class = AssetClass.Large,
        Threshold = 0.01,
        Votes =
        [
            new Vote(SourceId.CoinPaprika, 87430, Now.AddSeconds(-39), Standing.Agrees),
            new Vote(SourceId.CoinGecko, 87450, Now.AddSeconds(-12), Standing.Agrees),
            new Vote(SourceId.CoinMarketCap, 91000, Now, Standing.Differs),
            new Vote(SourceId.Binance, 0.00001234, Now.AddMinutes(-22), Standing.Stale),
        ],
    };

    [Fact]
    public void An_agreement_names_who_agreed_and_why_the_others_are_left_out() => Assert.Equal(
        "Bitcoin costs 87,440.00 USD. 2 of 3 sources that have a vote agree within 1 %: coinpaprika (87,430.00, 39 seconds old) and coingecko (87,450.00, 12 seconds old). "
        + "The price is the middle between them, and as old as the oldest of them: it held at 2025-12-27T11:59:21Z. "
        + "Left out: coinmarketcap says 91,000.00, 4.07 % above; the price of binance, 0.00001234, was 22 minutes old.",
        PriceExplanation.Of("Bitcoin", Agreed));

    [Fact]
    public void A_dispute_says_what_is_held_and_until_when() => Assert.Equal(
        "Bitcoin last cost 100.00 USD. The sources are apart by more than 3 %, and none of them has a majority: coingecko (100.00, 1 second old) and coinpaprika (110.00, less than a second old). "
        + "The last good price, of 2025-12-27T11:50:00Z, has been held since 2025-12-27T11:55:00Z, and is for 30 minutes at most.",
        PriceExplanation.Of("Bitcoin", Apart(ConsensusFlag.Disputed, 100)));

    [Fact]
    public void Where_nothing_can_be_held_any_more_it_says_so() => Assert.StartsWith(
        "Nobody can say what Bitcoin costs. The sources are apart by more than 3 %", PriceExplanation.Of("Bitcoin", Apart(ConsensusFlag.Disputed, null)), StringComparison.Ordinal);

    [Fact]
    public void A_jump_of_one_alone_says_how_far_one_is_believed() => Assert.StartsWith(
        "Bitcoin last cost 100.00 USD. Only coingecko (100.00, 1 second old) has a fresh price, and it has jumped further than the 30 % that one source alone is believed.",
        PriceExplanation.Of("Bitcoin", Apart(ConsensusFlag.Frozen, 100)), StringComparison.Ordinal);

    [Fact]
    public void A_stale_price_says_since_when_nothing_was_heard() => Assert.Contains(
        "Bitcoin last cost 87,440.00 USD. Nothing fresh has been heard since 2025-12-27T11:59:21Z; then 2 sources agreed on it.",
        PriceExplanation.Of("Bitcoin", Agreed.At(Now.AddHours(1))), StringComparison.Ordinal);

    private static Decision Apart(string flag, double? price) => Agreed with
    {
        Flag = flag,
        Price = price,
        ObservedAt = price is null ? null : Now.AddMinutes(-10),
        HeldSince = price is null ? null : Now.AddMinutes(-5),
        Class = AssetClass.Other,
        Threshold = 0.03,
        Votes = [new Vote(SourceId.CoinGecko, 100, Now.AddSeconds(-1), Standing.Differs), new Vote(SourceId.CoinPaprika, 110, Now, Standing.Differs)],
    };
}
