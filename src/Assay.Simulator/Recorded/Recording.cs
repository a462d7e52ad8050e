using Assay.Simulator.Cmc;
using Assay.Simulator.CmcDex;
using Assay.Simulator.CoinGecko;
using Assay.Simulator.CoinPaprika;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.Recorded;

/// <summary>Which recorded body answers what.</summary>
/// <param name="Path">The path that was asked.</param>
/// <param name="File">The body, below the folder of recordings.</param>
/// <param name="When">Parameters that must be given, as <c>name=value&amp;name=value</c>; null fits any query.</param>
/// <param name="Status">The status that it came with.</param>
internal sealed record Recording(string Path, string File, string? When = null, int Status = StatusCodes.Status200OK)
{
    private const string Gecko = CoinGeckoApi.Root;
    private const string Paprika = CoinPaprikaApi.Root;
    private const string Cmc = CmcApi.Root;
    private const string Dex = CmcDexApi.Root;

    private const string PlanTooLow = "coinmarketcap/error_403_1006_plan_not_supported_v1_exchange_market_pairs_2026-09-24.json";

    /// <summary>The first that fits answers.</summary>
    public static IReadOnlyList<Recording> All { get; } =
    [
        new(Gecko + "/coins/markets", "coingecko/error_422_coins_markets_missing_vs_currency.json", "vs_currency=", StatusCodes.Status422UnprocessableEntity),
        new(Gecko + "/coins/markets", "coingecko/coins_markets_bitcoin_myr_2021-05-15.json", "vs_currency=myr"),
        new(Gecko + "/coins/markets", "coingecko/coins_markets_btc_eth_vs_eth_2021-05-15.json", "vs_currency=eth"),
        new(Gecko + "/coins/markets", "coingecko/coins_markets_sparkline_2021-11-08.json", "sparkline=true"),
        new(Gecko + "/coins/markets", "coingecko/coins_markets_bitcoin_usd_2021-05-15.json"),
        new(Gecko + "/coins/list", "coingecko/coins_list_2021-05-15.json"),
        new(Gecko + "/coins/categories", "coingecko/coins_categories_2021-05-16.json"),
        new(Gecko + "/coins/categories/list", "coingecko/coins_categories_list_2021-05-16.json"),
        new(Gecko + "/coins/bitcoin", "coingecko/coins_bitcoin_2021-05-15.json"),
        new(Gecko + "/coins/bitcoin/history", "coingecko/coins_bitcoin_history_2017-12-30.json"),
        new(Gecko + "/coins/bitcoin/tickers", "coingecko/coins_bitcoin_tickers_2021-05-15.json"),
        new(Gecko + "/coins/bitcoin/market_chart", "coingecko/market_chart_bitcoin_1d_5min_2021-05-15.json", "days=1"),
        new(Gecko + "/coins/bitcoin/market_chart", "coingecko/market_chart_bitcoin_30d_hourly_2021-05-15.json", "days=30"),
        new(Gecko + "/coins/bitcoin/market_chart", "coingecko/market_chart_bitcoin_90d_daily_2021-05-15.json", "days=90"),
        new(Gecko + "/coins/bitcoin/ohlc", "coingecko/ohlc_bitcoin_usd_7d_2021-05-15.json", "days=7"),
        new(Gecko + "/coins/bitcoin/ohlc", "coingecko/ohlc_bitcoin_myr_30d_2021-05-15.json", "days=30"),
        new(Gecko + "/coins/ethereum/contract/0xdac17f958d2ee523a2206206994597c13d831ec7", "coingecko/coins_ethereum_contract_usdt_2021-08-13.json"),
        new(Gecko + "/asset_platforms", "coingecko/asset_platforms_2021-05-18.json"),
        new(Gecko + "/exchanges", "coingecko/exchanges_2021-05-16.json"),
        new(Gecko + "/exchanges/list", "coingecko/exchanges_list_2021-05-16.json"),
        new(Gecko + "/exchanges/binance", "coingecko/exchanges_binance_2021-05-16.json"),
        new(Gecko + "/exchanges/binance/volume_chart", "coingecko/exchanges_binance_volume_chart_7d_2021-05-16.json"),
        new(Gecko + "/global", "coingecko/global_2021-05-18.json"),
        new(Gecko + "/global/decentralized_finance_defi", "coingecko/global_defi_2021-05-18.json"),
        new(Gecko + "/search/trending", "coingecko/search_trending_2021-05-18.json"),
        new(Gecko + "/simple/price", "coingecko/simple_price_bitcoin_eth_2021-08-13.json", "vs_currencies=eth"),
        new(Gecko + "/simple/price", "coingecko/simple_price_bitcoin_usd_2021-05-15.json", "vs_currencies=usd"),
        new(Paprika + "/tickers", "coinpaprika/tickers_1row_btc-bitcoin_2022-09-21.json"),
        new(Paprika + "/tickers/ada-cardano", "coinpaprika/tickers_ada-cardano_2021-05-17.json"),
        new(Paprika + "/coins/eth-ethereum", "coinpaprika/coins_eth-ethereum_2019.json"),
        new(Paprika + "/coins/mappings", "coinpaprika/coins_mappings_btc-bitcoin_2026-05-07.json"),
        new(Paprika + "/changelog/ids", "coinpaprika/changelog_ids_2026-05-07.json"),
        new(Paprika + "/global", "coinpaprika/global_2021-10-22.json"),
        new(Paprika + "/key/info", "coinpaprika/key_info_enterprise_2026-05-07.json"),
        new(Paprika + "/price-converter", "coinpaprika/price_converter_btc_usd_2026-05-07.json"),
        new(Cmc + "/v1/cryptocurrency/map", "coinmarketcap/v1_cryptocurrency_map_symbol_BTC_PAXG_2026-09-24.json"),
        new(Cmc + "/v2/cryptocurrency/info", "coinmarketcap/v2_cryptocurrency_info_btc_paxg_2026-09-24.json"),
        new(Cmc + "/v2/cryptocurrency/quotes/latest", "coinmarketcap/v2_cryptocurrency_quotes_latest_by_symbol_ATOM_ARGON_2021-04-23.json"),
        new(Cmc + "/v3/cryptocurrency/listings/latest", "coinmarketcap/v3_cryptocurrency_listings_latest_top5_2026-09-24.json"),
        new(Cmc + "/v3/cryptocurrency/quotes/latest", "coinmarketcap/v3_cryptocurrency_quotes_latest_btc_paxg_2026-09-24.json"),
        new(Cmc + "/v1/global-metrics/quotes/latest", "coinmarketcap/v1_global_metrics_quotes_latest_2024-10-16.json"),
        new(Cmc + "/v1/key/info", "coinmarketcap/v1_key_info_basic_plan_2026-09-24.json"),
        new(Cmc + "/v2/simple/price", "coinmarketcap/v2_simple_price_btc_paxg_2026-09-24.json"),
        new(Cmc + "/v2/tools/price-conversion", "coinmarketcap/v2_tools_price_conversion_paxg_2026-09-24.json"),
        new(Cmc + "/v1/exchange/listings/latest", PlanTooLow, Status: StatusCodes.Status403Forbidden),
        new(Cmc + "/v1/exchange/market-pairs/latest", PlanTooLow, Status: StatusCodes.Status403Forbidden),
        new(Dex + "/v4/dex/spot-pairs/latest", "cmc_dex/error_400_v4_dex_spot_pairs_latest_missing_dex_2026-09-24.json", "dex_id=&dex_slug=", StatusCodes.Status400BadRequest),
        new(Dex + "/v4/dex/spot-pairs/latest", "cmc_dex/v4_dex_spot_pairs_latest_ethereum_uniswap_first10of100_2026-09-24.json"),
        new(Dex + "/v4/dex/pairs/quotes/latest", "cmc_dex/v4_dex_pairs_quotes_latest_paxg_weth_2026-09-24.json"),
    ];

    public bool Fits(HttpRequest request) =>
        request.Path.Value!.Replace(CmcApi.Keyless, "", StringComparison.OrdinalIgnoreCase).Equals(Path, StringComparison.OrdinalIgnoreCase)
        && (When is null || When.Split('&').Select(pair => pair.Split('=')).All(pair => request.Query[pair[0]].ToString() == pair[1]));
}
