using System.Net;
using Assay.Simulator;
using Assay.Simulator.Recorded;

namespace Assay.Tests.Simulator;

public sealed class RecordedModeTests
{
    public static TheoryData<string, string> Answers => new()
    {
        { "/coingecko/api/v3/coins/markets?vs_currency=usd", "coingecko/coins_markets_bitcoin_usd_2021-05-15.json" },
        { "/coingecko/api/v3/coins/markets?vs_currency=usd&ids=bitcoin&page=1", "coingecko/coins_markets_bitcoin_usd_2021-05-15.json" },
        { "/coingecko/api/v3/coins/markets?vs_currency=usd&sparkline=true", "coingecko/coins_markets_sparkline_2021-11-08.json" },
        { "/coingecko/api/v3/coins/list?include_platform=true", "coingecko/coins_list_2021-05-15.json" },
        { "/coingecko/api/v3/coins/bitcoin", "coingecko/coins_bitcoin_2021-05-15.json" },
        { "/coinpaprika/v1/tickers", "coinpaprika/tickers_1row_btc-bitcoin_2022-09-21.json" },
        { "/coinpaprika/v1/tickers/ada-cardano", "coinpaprika/tickers_ada-cardano_2021-05-17.json" },
        { "/coinpaprika/v1/coins/eth-ethereum", "coinpaprika/coins_eth-ethereum_2019.json" },
        { "/cmc/v1/cryptocurrency/map", "coinmarketcap/v1_cryptocurrency_map_symbol_BTC_PAXG_2026-09-24.json" },
        { "/cmc/v1/key/info", "coinmarketcap/v1_key_info_basic_plan_2026-09-24.json" },
        { "/cmc/public-api/v3/cryptocurrency/listings/latest?start=1", "coinmarketcap/v3_cryptocurrency_listings_latest_top5_2026-09-24.json" },
        { "/cmc-dex/v4/dex/spot-pairs/latest?dex_slug=uniswap-v3", "cmc_dex/v4_dex_spot_pairs_latest_ethereum_uniswap_first10of100_2026-09-24.json" },
        { "/cmc-dex/public-api/v4/dex/pairs/quotes/latest?network_id=1", "cmc_dex/v4_dex_pairs_quotes_latest_paxg_weth_2026-09-24.json" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_recorded_body_comes_back_byte_for_byte(string path, string recording)
    {
        var expected = Recordings.Read(recording);
        await using var simulator = await RunningSimulator.StartAsync(new() { RecordedFolder = Recordings.Folder });

        using var answer = await simulator.GetAsync(path);

        Assert.Equal(expected, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void Every_recording_that_the_table_names_is_there() =>
        Assert.All(Recording.All, recording => Recordings.Require(recording.File));

    [Fact]
    public async Task There_is_one_page()
    {
        Recordings.Require("coingecko/coins_markets_bitcoin_usd_2021-05-15.json");
        await using var simulator = await RunningSimulator.StartAsync(new() { RecordedFolder = Recordings.Folder });

        Assert.Equal("[]", await simulator.ReadAsync("/coingecko/api/v3/coins/markets?vs_currency=usd&page=2"));
        Assert.Equal(0, (await simulator.JsonAsync("/cmc/v3/cryptocurrency/listings/latest?start=6")).GetProperty("data").GetArrayLength());
        Assert.Equal(0, (await simulator.JsonAsync("/cmc-dex/v4/dex/spot-pairs/latest?dex_id=1069&scroll_id=MTAw")).GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("/cmc-dex/v4/dex/spot-pairs/latest?network_id=1", HttpStatusCode.BadRequest)]
    [InlineData("/cmc/v1/exchange/listings/latest", HttpStatusCode.Forbidden)]
    public async Task A_recorded_refusal_comes_with_its_status(string path, HttpStatusCode status)
    {
        Recordings.Require("cmc_dex/error_400_v4_dex_spot_pairs_latest_missing_dex_2026-09-24.json");
        await using var simulator = await RunningSimulator.StartAsync(new() { RecordedFolder = Recordings.Folder });

        using var answer = await simulator.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task What_was_not_recorded_is_a_404_in_the_providers_words()
    {
        using var folder = new EmptyFolder();
        await using var simulator = await RunningSimulator.StartAsync(new() { RecordedFolder = folder.Path });

        using var unknown = await simulator.GetAsync("/coinpaprika/v1/tickers/nob-nobody");
        using var missing = await simulator.GetAsync("/coinpaprika/v1/tickers");

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("""{"error":"id not found"}""", await unknown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("coinpaprika/tickers_1row_btc-bitcoin_2022-09-21.json", await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_stops_the_start_and_is_named()
    {
        var error = Assert.Throws<SimulatorException>(() => SimulatorApp.Build(new() { RecordedFolder = "no/such/folder" }, TimeProvider.System));

        Assert.Contains("no/such/folder", error.Message, StringComparison.Ordinal);
    }

    private sealed class EmptyFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("assay-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
