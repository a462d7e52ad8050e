using Assay.Candles;
using Assay.Providers;
using static Assay.Tests.Providers.Csv.CsvFolder;

namespace Assay.Tests.Providers.Csv;

public sealed class CsvDialectTests : IDisposable
{
    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Binance_rows_are_candles_named_after_the_file()
    {
        var page = await _folder.ImportAsync(
            "timestamp,open,high,low,close,volume\n1709251200000,61130.99,61197.66,61126.0,61196.0,121.02208\n1709251260000,61196.0,61217.41,61162.0,61185.84,40.04518\n",
            "BTCUSDT-1m.csv");

        var first = page.Quotes[0];
        Assert.Equal(("btcusdt-1m", null, "BTCUSDT-1m"), (first.CoinId, first.Symbol, first.Name));
        Assert.Equal(Utc("2024-03-01T00:00:59.999Z"), first.ObservedAt);
        Assert.Equal(new MarketFigures { Price = 61196.0 }, first.Figures);
        Assert.Equal(new ProviderCandle(CandleInterval.OneMinute, Utc("2024-03-01T00:00:00Z"), new Ohlc(61130.99, 61197.66, 61126.0, 61196.0, 121.02208)), first.Candle);
        Assert.Equal("BTCUSDT-1m.csv line 3", page.Quotes[1].Location.ToString());
        Assert.Empty(page.Rejections);
    }

    [Theory]
    [InlineData("1709251200", "1709254800")]
    [InlineData("1709251200000", "1709254800000")]
    [InlineData("1709251200000000", "1709254800000000")]
    [InlineData("1709251200.0", "1709254800.0")]
    [InlineData("2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z")]
    [InlineData("2024-03-01 02:00:00+02:00", "2024-03-01 03:00:00+02:00")]
    [InlineData("2024-03-01 00:00", "2024-03-01 01:00")]
    [InlineData("1/3/2024 12:00 AM", "1/3/2024 1:00 AM")]
    [InlineData("Mar 1, 2024 00:00 UTC", "March 1, 2024 01:00 UTC")]
    public async Task The_same_hour_is_read_from_every_way_to_write_it(string open, string next)
    {
        var page = await _folder.ImportAsync($"timestamp,open,high,low,close,volume\n\"{open}\",1,3,1,2,5\n\"{next}\",2,3,1,2,5\n");

        Assert.Equal(Utc("2024-03-01T00:59:59.999Z"), page.Quotes[0].ObservedAt);
        Assert.Equal((CandleInterval.OneHour, Utc("2024-03-01T00:00Z")), (page.Quotes[0].Candle!.Interval, page.Quotes[0].Candle!.OpenedAt));
    }

    [Fact]
    public async Task Kaggle_rows_give_high_and_low_before_open_and_are_known_at_the_end_of_the_day()
    {
        var page = await _folder.ImportAsync(
            "SNo,Name,Symbol,Date,High,Low,Open,Close,Volume,Marketcap\n1,Binance Coin,BNB,2019-03-15 23:59:59,7.7,6.4,6.6,7.5,6057301.36630816,0.0\n2,Binance Coin,BNB,2019-03-16 23:59:59,8.3,6.6,7.5,7.3,0,1.5E+09\n");

        var (first, second) = (page.Quotes[0], page.Quotes[1]);
        Assert.Equal(("binance-coin", "BNB", "Binance Coin"), (first.CoinId, first.Symbol, first.Name));
        Assert.Equal(Utc("2019-03-15T23:59:59Z"), first.ObservedAt);
        Assert.Equal(new MarketFigures { Price = 7.5, Volume24h = 6057301.36630816 }, first.Figures);
        Assert.Equal(new ProviderCandle(CandleInterval.OneDay, Utc("2019-03-15"), new Ohlc(6.6, 7.7, 6.4, 7.5, 6057301.36630816)), first.Candle);
        Assert.Equal(new MarketFigures { Price = 7.3, Volume24h = 0, MarketCap = 1.5e9 }, second.Figures);
    }

    [Fact]
    public async Task Investing_rows_are_named_after_the_file_and_their_volume_is_not_in_dollars()
    {
        var page = await _folder.ImportAsync(
            "Date,Open,High,Low,Close,Volume,Currency\n2020-07-17,31.0,40.5,0.0,0.0005159999709576368,149,USD\n2020-07-18,31,32,30,31.5,8,EUR\n", "yearn.finance.csv");

        var quote = Assert.Single(page.Quotes);
        Assert.Equal(("yearn-finance", null, "yearn.finance"), (quote.CoinId, quote.Symbol, quote.Name));
        Assert.Equal(Utc("2020-07-17T23:59:59.999Z"), quote.ObservedAt);
        Assert.Equal(new MarketFigures { Price = 0.0005159999709576368 }, quote.Figures);
        Assert.Equal(new Ohlc(31.0, 40.5, 0.0, 0.0005159999709576368, 149), quote.Candle!.Prices); // contradicts itself, which is for others to judge
        var foreign = Assert.Single(page.Rejections);
        Assert.Equal((RejectionReason.PriceInvalid, "The price is in 'EUR'; only USD is stored."), (foreign.Reason, foreign.Detail));
    }

    [Fact]
    public async Task Yahoo_rows_close_at_close_and_a_row_of_nulls_has_no_price()
    {
        var page = await _folder.ImportAsync(
            "Date,Open,High,Low,Close,Adj Close,Volume\n2020-08-20,2.9,3.1,2.8,3.0,2.5,1000\n2020-08-21,null,null,null,null,null,null", "DOT-USD.csv");

        Assert.Equal(new MarketFigures { Price = 3.0, Volume24h = 1000 }, page.Quotes[0].Figures);
        Assert.Equal("dot-usd", page.Quotes[0].CoinId);
        Assert.Equal(new MarketFigures(), page.Quotes[1].Figures);
        Assert.Null(page.Quotes[1].Candle);
        Assert.Equal(Utc("2020-08-21T23:59:59.999Z"), page.Quotes[1].ObservedAt);
    }

    [Fact]
    public async Task A_leaderboard_holds_at_the_time_the_file_was_written()
    {
        var path = _folder.Write(
            "Rank,Name,Symbol,Price,Market Cap,Volume (24h),Change 24h,Circulating Supply\n1,Bitcoin,BTC,\"$44,871.50\",$871.96B,$25.1M,+0.29%,19.6M\n2,Crypto.com Coin,CRO,$0.0912,$2.3K,-,-1.5%,N/A\n");
        File.SetLastWriteTimeUtc(path, Utc("2023-12-31T10:20:30Z").UtcDateTime);

        var page = _folder.Parse(await _folder.PartsAsync(path));

        Assert.Equal(
            new MarketFigures { Price = 44871.5, MarketCap = 871.96e9, Volume24h = 25.1e6, PriceChange24h = 0.29, CirculatingSupply = 19.6e6, Rank = 1 }, page.Quotes[0].Figures);
        Assert.Equal(new MarketFigures { Price = 0.0912, MarketCap = 2300, PriceChange24h = -1.5, Rank = 2 }, page.Quotes[1].Figures);
        Assert.Equal(("crypto-com-coin", "CRO", "Crypto.com Coin"), (page.Quotes[1].CoinId, page.Quotes[1].Symbol, page.Quotes[1].Name));
        Assert.All(page.Quotes, quote => Assert.Equal(Utc("2023-12-31T10:20:30Z"), quote.ObservedAt));
        Assert.All(page.Quotes, quote => Assert.Null(quote.Candle));
    }

    [Fact]
    public async Task The_names_of_our_own_data_are_understood_in_any_order_case_and_separator()
    {
        var page = await _folder.ImportAsync(
            "Last_Updated;Coin ID;SYMBOL;name;current_price;market_cap;volume_24h;price_change_24h;price_change_7d;high_24h;low_24h;circulating_supply;total_supply;max_supply;rank\n"
            + "2025-12-27T10:29:41Z;btc-bitcoin;BTC;Bitcoin;87440.5;1745978218739;41123456789;-2.31;1.2;88000;87000;19967706;19967707;21000000;1\n");

        var quote = Assert.Single(page.Quotes);
        Assert.Equal(("btc-bitcoin", "BTC", "Bitcoin"), (quote.CoinId, quote.Symbol, quote.Name));
        Assert.Equal(Utc("2025-12-27T10:29:41Z"), quote.ObservedAt);
        Assert.Equal(
            new MarketFigures
            {
                Price = 87440.5,
                MarketCap = 1745978218739,
                Volume24h = 41123456789,
                PriceChange24h = -2.31,
                PriceChange7d = 1.2,
                High24h = 88000,
                Low24h = 87000,
                CirculatingSupply = 19967706,
                TotalSupply = 19967707,
                MaxSupply = 21000000,
                Rank = 1,
            },
            quote.Figures);
    }

    [Fact]
    public async Task Columns_named_by_the_user_win_over_the_header()
    {
        var page = await _folder.ImportAsync(
            "When\tprice\tMy Col\tsymbol\n2024-03-01 10:00\t1\t2\tBTC\n", columns: new() { ["price"] = "my col", ["timestamp"] = "When" });

        var quote = Assert.Single(page.Quotes);
        Assert.Equal((2.0, "btc", Utc("2024-03-01T10:00Z")), (quote.Figures.Price, quote.CoinId, quote.ObservedAt));
    }

    [Fact]
    public async Task A_candle_under_way_was_known_when_the_file_was_read()
    {
        var page = await _folder.ImportAsync("Date,Open,High,Low,Close,Adj Close,Volume\n2026-01-01,1,2,1,2,2,9\n2026-01-02,2,3,2,3,3,9\n");

        Assert.Equal(Utc("2026-01-01T23:59:59.999Z"), page.Quotes[0].ObservedAt);
        Assert.Equal(Now, page.Quotes[1].ObservedAt);
    }

    [Fact]
    public async Task The_interval_is_the_commonest_gap_of_one_coin_in_either_direction()
    {
        var page = await _folder.ImportAsync(
            "symbol,timestamp,open,high,low,close\nBTC,2024-03-01 10:00,1,1,1,1\nETH,2024-03-01 10:00,1,1,1,1\nBTC,2024-03-01 09:45,1,1,1,1\nETH,2024-03-01 09:45,1,1,1,1\nBTC,2024-03-01 08:00,1,1,1,1\n");

        Assert.All(page.Quotes, quote => Assert.Equal(CandleInterval.FifteenMinutes, quote.Candle!.Interval));
        Assert.Equal(Utc("2024-03-01T09:59:59.999Z"), page.Quotes[2].ObservedAt);
    }

    [Fact]
    public async Task Weekly_rows_are_quotes_at_their_own_time_and_no_candles()
    {
        var page = await _folder.ImportAsync("Date,Open,High,Low,Close\n2024-03-04,1,2,1,2\n2024-03-11,2,3,2,3\n");

        Assert.All(page.Quotes, quote => Assert.Null(quote.Candle));
        Assert.Equal([Utc("2024-03-04"), Utc("2024-03-11")], page.Quotes.Select(quote => quote.ObservedAt!.Value));
    }
}
