using System.Globalization;

namespace Assay.Tests.Replay;

/// <summary>Hours of a market in which everything happens that a replay has to make again.</summary>
internal static class LivelyMarket
{
    private const int Coins = 12;

    public static async Task HappenAsync(ReplayWorld world, int seed)
    {
        var random = new Random(seed);
        // CoinPaprika comes first, so that CoinGecko renames what it brought; two coins are called alike, and one costs something else.
        await world.AnswerAsync(world.Paprika, 1, [.. Enumerable.Range(0, Coins).Select(coin => Line("p", coin, 0, Price(coin, 0)))]);
        await world.AnswerAsync(world.Paprika, 2, "list coin-3 C3 Coin3 0xabc", "list later LTR Later 0xdef");
        await world.AnswerAsync(world.Gecko, 3, "list g-3 c3 Coin3 0xabc", "list coin5 XXX Other 0x5");
        for (var round = 1; round <= 40; round++)
        {
            await RoundAsync(world, random, round);
            if (round == 15)
                await world.ImportAsync("coin_Coin2.csv", Hours(random));
            if (round % 13 == 0)
                await world.RestartAsync();
        }
    }

    private static async Task RoundAsync(ReplayWorld world, Random random, int round)
    {
        foreach (var (source, letter) in new[] { (world.Gecko, "g"), (world.Paprika, "p") })
        {
            var lines = new List<string>();
            for (var coin = 0; coin < Coins; coin++)
            {
                if (random.Next(4) == 0)
                    continue;
                // Sometimes a time comes again with another price, sometimes a price is none, sometimes the sources disagree.
                var time = (round * 60) - (random.Next(5) == 0 ? 60 : random.Next(3) * 20);
                var price = random.Next(15) == 0 ? 0 : Price(coin, round) * (coin == 7 && letter == "g" ? 1.5 : 1 + (random.NextDouble() / 100));
                lines.Add(Line(letter, coin, time, price));
            }

            // Now and then the same answer comes twice.
            var fetched = (round * 60) + (letter == "g" ? 5 : 9) + (random.Next(1000) / 1000.0);
            await world.AnswerAsync(source, fetched, [.. lines]);
            if (random.Next(6) == 0)
                await world.AnswerAsync(source, fetched + 1, [.. lines]);
        }
    }

    private static double Price(int coin, int round) => 10 * (coin + 1) * (1 + (round / 100.0));

    private static string Line(string letter, int coin, int time, double price) =>
        string.Create(CultureInfo.InvariantCulture, $"{letter}-{coin} C{coin} Coin{coin} {time} {price:R} {price * 1000:R}");

    private static string Hours(Random random)
    {
        var lines = Enumerable.Range(0, 33).Select(hour => string.Create(CultureInfo.InvariantCulture,
            $"{1_700_000_000_000 + ((hour - (hour % 8 == 7 ? 5 : 0)) * 3_600_000L)},{10 + random.NextDouble():R},30,{(hour == 20 ? 40 : 5)},{(hour == 9 ? 0 : 20 + random.NextDouble()):R},{hour}"));
        return $"timestamp,open,high,low,close,volume\n{string.Join('\n', lines)}\n";
    }
}
