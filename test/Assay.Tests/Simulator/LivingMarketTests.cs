using System.Text.Json;
using Assay.Simulator;
using Assay.Simulator.Market;

namespace Assay.Tests.Simulator;

public sealed class LivingMarketTests
{
    private const string Markets = "/coingecko/api/v3/coins/markets?vs_currency=usd&per_page=250";
    private const string Tickers = "/coinpaprika/v1/tickers";

    [Theory]
    [InlineData(Markets)]
    [InlineData(Tickers)]
    [InlineData("/coingecko/api/v3/coins/list?include_platform=true")]
    [InlineData("/coinpaprika/v1/global")]
    public async Task The_same_seed_at_the_same_time_gives_the_same_answer(string path)
    {
        await using var one = await RunningSimulator.StartAsync(new() { Seed = 7 });
        await using var two = await RunningSimulator.StartAsync(new() { Seed = 7 });
        await using var other = await RunningSimulator.StartAsync(new() { Seed = 8 });

        var answer = await one.ReadAsync(path);

        Assert.Equal(answer, await two.ReadAsync(path));
        Assert.NotEqual(answer, await other.ReadAsync(path));
    }

    [Fact]
    public async Task Nothing_but_the_clock_moves_the_prices()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var before = await simulator.ReadAsync(Markets);
        Assert.Equal(before, await simulator.ReadAsync(Markets));

        simulator.Clock.Advance(TimeSpan.FromSeconds(15)); // longer than any of its quotes stays on show

        var prices = (await PricesAsync(simulator, Markets)).Zip(JsonElement.Parse(before).EnumerateArray(), (now, then) => now != Price(then));
        Assert.InRange(prices.Count(moved => moved), 220, 250); // stable coins may round to the same
    }

    [Fact]
    public async Task A_quote_with_the_same_time_has_the_same_price()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var seen = new Dictionary<string, string>();

        for (var second = 0; second < 40; second++)
        {
            var bitcoin = (await simulator.JsonAsync(Tickers + "/btc-bitcoin")).GetRawText();
            var time = JsonElement.Parse(bitcoin).GetProperty("last_updated").GetString()!;
            Assert.Equal(seen.GetValueOrDefault(time, bitcoin), bitcoin);
            seen[time] = bitcoin;
            simulator.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(seen.Count, 2, 3); // a look every 25 seconds
    }

    [Fact]
    public async Task Quotes_are_as_old_as_the_options_say()
    {
        var options = new SimulatorOptions();
        await using var simulator = await RunningSimulator.StartAsync(options);

        var coinGecko = (await simulator.JsonAsync(Markets)).EnumerateArray().Select(Age).ToList();
        var coinPaprika = (await simulator.JsonAsync(Tickers)).EnumerateArray().Select(Age).ToList();

        Assert.All(coinGecko, age => Assert.InRange(age, options.CoinGeckoDelay.Least, options.CoinGeckoDelay.Most));
        Assert.All(coinPaprika, age => Assert.InRange(age, options.CoinPaprikaDelay.Least, options.CoinPaprikaDelay.Most));
        Assert.True(coinGecko.Distinct().Count() > 100, "Each coin has its own turn.");
    }

    [Fact]
    public async Task Both_providers_quote_the_same_price_but_for_the_time_between_their_looks()
    {
        // Both look at each coin once a second, so that what they saw is less than a second apart.
        var delay = new QuoteDelay(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        await using var simulator = await RunningSimulator.StartAsync(new() { CoinGeckoDelay = delay, CoinPaprikaDelay = delay });
        var market = new LivingMarket(500, new SimulatorOptions().Seed, gaps: true);
        var coinGecko = ById(await simulator.JsonAsync(Markets + "&precision=full"));
        var coinPaprika = ById(await simulator.JsonAsync(Tickers));

        var compared = market.Coins
            .Where(coin => coinGecko.ContainsKey(coin.CoinGeckoId ?? "") && coinPaprika.ContainsKey(coin.CoinPaprikaId ?? ""))
            .ToList();

        Assert.InRange(compared.Count, 200, 250);
        Assert.All(compared, coin =>
        {
            var there = coinPaprika[coin.CoinPaprikaId!].GetProperty("quotes").GetProperty("USD").GetProperty("price").GetDouble();
            var drift = Math.Abs(Price(coinGecko[coin.CoinGeckoId!]) / there - 1);
            Assert.InRange(drift, 0, 0.002); // less than a second of walking
        });
    }

    [Fact]
    public async Task Each_provider_quotes_exactly_what_the_market_said_at_the_time_it_names()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var market = new LivingMarket(500, new SimulatorOptions().Seed, gaps: true);
        var coinGecko = ById(await simulator.JsonAsync(Markets + "&precision=full"));
        var coinPaprika = ById(await simulator.JsonAsync(Tickers));

        foreach (var coin in market.Coins)
        {
            if (coinGecko.TryGetValue(coin.CoinGeckoId ?? "", out var row))
                Assert.Equal(LivingMarket.Price(coin, QuotedAt(row)), Price(row));
            if (coinPaprika.TryGetValue(coin.CoinPaprikaId ?? "", out var ticker))
                Assert.Equal(LivingMarket.Price(coin, QuotedAt(ticker)), ticker.GetProperty("quotes").GetProperty("USD").GetProperty("price").GetDouble());
        }

        Assert.Equal(250, coinGecko.Count);
        Assert.Equal(market.Coins.Count(coin => coin.CoinPaprikaId is not null), coinPaprika.Count);
    }

    [Fact]
    public async Task Stable_coins_stay_near_a_dollar_and_wrapped_coins_near_what_they_wrap()
    {
        await using var simulator = await RunningSimulator.StartAsync(new() { CoinGeckoDelay = new(TimeSpan.Zero, TimeSpan.FromSeconds(1)) });
        for (var day = 0; day < 10; day++)
        {
            var coins = ById(await simulator.JsonAsync(Markets + "&precision=full"));
            Assert.All(["tether", "usd-coin", "dai"], id => Assert.InRange(Price(coins[id]), 0.99, 1.01));
            Assert.Equal(1, Price(coins["wrapped-bitcoin"]) / Price(coins["bitcoin"]), 0.002);
            simulator.Clock.Advance(TimeSpan.FromDays(3));
        }
    }

    [Fact]
    public void A_days_change_is_about_as_large_as_the_volatility_says()
    {
        var days = Enumerable.Range(0, 4000).Select(day => RunningSimulator.Start.AddDays(day));
        var steps = days.Select(day => Walk.At(42, day.AddDays(1)) - Walk.At(42, day));

        Assert.InRange(Math.Sqrt(steps.Average(step => step * step)), 0.7, 1.3);
    }

    [Fact]
    public void Twenty_thousand_coins_have_ids_of_their_own_but_share_symbols()
    {
        var coins = new LivingMarket(20_000, 1, gaps: true).Coins;

        Assert.Equal(20_000, coins.Count);
        Assert.DoesNotContain(coins.Select(coin => coin.CoinGeckoId).OfType<string>().CountBy(id => id), id => id.Value > 1);
        Assert.DoesNotContain(coins.Select(coin => coin.CoinPaprikaId).OfType<string>().CountBy(id => id), id => id.Value > 1);
        Assert.Contains(coins.CountBy(coin => coin.Symbol), symbol => symbol.Value > 1);
        Assert.Contains(coins, coin => coin.CoinGeckoId is null);
        Assert.Contains(coins, coin => coin.CoinPaprikaId is null);
        Assert.Contains(coins, coin => coin.Circulating is null);
    }

    private static double Price(JsonElement coin) => coin.GetProperty("current_price").GetDouble();

    private static DateTimeOffset QuotedAt(JsonElement coin) => coin.GetProperty("last_updated").GetDateTimeOffset();

    private static TimeSpan Age(JsonElement coin) => RunningSimulator.Start - QuotedAt(coin);

    private static async Task<List<double>> PricesAsync(RunningSimulator simulator, string path) =>
        [.. (await simulator.JsonAsync(path)).EnumerateArray().Select(Price)];

    private static Dictionary<string, JsonElement> ById(JsonElement coins) =>
        coins.EnumerateArray().ToDictionary(coin => coin.GetProperty("id").GetString()!);
}
