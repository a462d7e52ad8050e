using System.Globalization;
using Assay.Adapters.Providers.Csv;
using Assay.Providers;
using static Assay.Tests.Providers.Csv.CsvFolder;

namespace Assay.Tests.Providers.Csv;

public sealed class CsvRecordTests : IDisposable
{
    private const string Header = "timestamp,name,price\n";
    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Byte_order_mark_line_ends_blank_lines_and_a_missing_last_one_make_no_difference()
    {
        var page = await _folder.ImportAsync("\uFEFF\r\nTimestamp,Name,Price\r\n2024-03-01 10:00,Bitcoin,1\r\n\r\n2024-03-01 10:05,Bitcoin,2");

        Assert.Equal([1.0, 2.0], page.Quotes.Select(quote => quote.Figures.Price!.Value));
        Assert.Equal(["prices.csv line 3", "prices.csv line 5"], page.Quotes.Select(quote => quote.Location.ToString()));
        Assert.Empty(page.Rejections);
    }

    [Fact]
    public async Task A_quoted_cell_may_hold_separators_quotes_and_line_ends()
    {
        var page = await _folder.ImportAsync(Header + "2024-03-01 10:00,\"The \"\"Coin\"\",\r\nInc\",1\r\n2024-03-01 10:05,5\" disk,2\n");

        Assert.Equal(["The \"Coin\",\r\nInc", "5\" disk"], page.Quotes.Select(quote => quote.Name));
        Assert.Equal(["the-coin-inc", "5-disk"], page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal("prices.csv line 4", page.Quotes[1].Location.ToString());
    }

    [Theory]
    [InlineData("2024-03-01 10:00,\"Bitcoin,1")]
    [InlineData("2024-03-01 10:00,\"Bit\"coin,1")]
    [InlineData("2024-03-01 10:00,Bitcoin")]
    [InlineData("2024-03-01 10:00,Bitcoin,1,2")]
    [InlineData("2024-03-01 10:00,,1")]
    [InlineData("2024-03-01 10:00,Bit\0coin,1")]
    public async Task A_broken_row_is_rejected_with_its_line_and_costs_no_other(string broken)
    {
        var good = Enumerable.Range(0, 40).Select(minute => $"2024-03-01 11:{minute:00},\"Bitcoin\",{minute + 1}");

        var page = await _folder.ImportAsync($"{Header}2024-03-01 09:00,Bitcoin,5\n{broken}\n{string.Join('\n', good)}\n");

        var rejection = Assert.Single(page.Rejections);
        Assert.Equal((RejectionReason.Malformed, "prices.csv line 3"), (rejection.Reason, rejection.Location));
        Assert.Equal(broken.Replace('\0', '\uFFFD'), rejection.Excerpt);
        Assert.Equal([5.0, .. Enumerable.Range(1, 40).Select(n => (double)n)], page.Quotes.Select(quote => quote.Figures.Price!.Value));
    }

    [Fact]
    public async Task Two_stray_quotes_do_not_swallow_the_rows_between_them()
    {
        var page = await _folder.ImportAsync(Header + "\"2024-03-01 10:00,A,1\n2024-03-01 10:01,B,2\n2024-03-01 10:02,C,3\"\n");

        Assert.Equal("b", Assert.Single(page.Quotes).CoinId);
        Assert.Equal(
            [("prices.csv line 2", RejectionReason.Malformed), ("prices.csv line 4", RejectionReason.PriceInvalid)],
            page.Rejections.Select(rejection => (rejection.Location, rejection.Reason)));
    }

    [Theory]
    [InlineData(14, 1, 0)]
    [InlineData(15, 15, 2)]
    public async Task A_quoted_cell_spans_at_most_sixteen_lines(int linesWithin, int quotes, int rejections)
    {
        var within = string.Concat(Enumerable.Repeat("2024-03-01 10:01,B,2\n", linesWithin));

        var page = await _folder.ImportAsync($"{Header}2024-03-01 10:00,\"A,1\n{within}C\",3\n");

        Assert.Equal((quotes, rejections), (page.Quotes.Count, page.Rejections.Count));
    }

    [Theory]
    [InlineData(",Bitcoin,1", RejectionReason.TimeMissing, "It has no time.")]
    [InlineData("null,Bitcoin,1", RejectionReason.TimeMissing, "It has no time.")]
    [InlineData("2021-02-29,Bitcoin,1", RejectionReason.TimeInvalid, "'2021-02-29' is not a time.")]
    [InlineData("2021-02-28,Bitcoin,cheap", RejectionReason.PriceInvalid, "The price 'cheap' is not a number.")]
    public async Task A_row_is_rejected_with_its_reason(string row, string reason, string detail)
    {
        var page = await _folder.ImportAsync(Header + row);

        Assert.Equal(new Rejection("bitcoin", reason, detail, "prices.csv line 2", row), Assert.Single(page.Rejections));
    }

    [Fact]
    public async Task Missing_and_zero_prices_and_doubled_times_are_passed_on_in_the_order_of_the_file()
    {
        var page = await _folder.ImportAsync(Header + "2024-03-01 10:00,A,\n2024-03-01 10:00,A,0\n2024-03-01 10:00,A,-1\n");

        Assert.Equal([null, 0, -1], page.Quotes.Select(quote => quote.Figures.Price));
    }

    [Theory]
    [InlineData("2024-03-01 10:00,A,1\n04/29/2013,A,1\n01/02/2014,A,1\n", "2014-01-02T23:59Z")]
    [InlineData("04/29/2013 23:59,A,1\n01/02/2014 23:59,A,1\n", "2014-01-02T23:59Z")]
    [InlineData("04/05/2013 23:59,A,1\n01/02/2014 23:59,A,1\n", "2014-02-01T23:59Z")]
    [InlineData("29/04/2013 23:59,A,1\n04/29/2013 23:59,A,1\n01/02/2014 23:59,A,1\n", "2014-02-01T23:59Z")]
    public async Task The_month_leads_only_where_the_file_proves_it(string rows, string last)
    {
        var page = await _folder.ImportAsync(Header + rows);

        Assert.Equal(Utc(last).Date, page.Quotes[^1].ObservedAt!.Value.Date);
    }

    [Theory]
    [InlineData("MM/dd/yyyy HH:mm", 30)]
    [InlineData("dd/MM/yyyy HH:mm", 30)]
    [InlineData("MM/dd/yyyy HH:mm", 2)]
    public async Task Which_leads_is_looked_for_in_all_of_a_long_file(string format, int days)
    {
        var start = Utc("2024-03-05T00:00Z");
        var rows = Enumerable.Range(0, days * 1440).Select(minute => $"{start.AddMinutes(minute).ToString(format, CultureInfo.InvariantCulture)},A,1");

        var parts = await _folder.PartsAsync(_folder.Write(Header + string.Join('\n', rows)));

        // Two days of March tell nothing; then the day leads by rule, and what is meant for the 5th of March is read as the 3rd of May.
        var expected = days == 2 ? Utc("2024-05-03T00:00Z") : start;
        Assert.Equal(expected, _folder.Parse(parts[..1]).Quotes[0].ObservedAt);
    }

    [Fact]
    public async Task A_line_too_long_for_memory_is_rejected_and_the_others_are_read()
    {
        var huge = new string('x', 2 * PartCutter.MaxPartLength);

        var parts = await _folder.PartsAsync(_folder.Write($"{Header}2024-03-01 10:00,A,1\n{huge},B,2\n2024-03-01 10:01,C,3\n\"{huge}"));
        var page = _folder.Parse(parts);

        Assert.Equal([("a", "prices.csv line 2"), ("c", "prices.csv line 4")], page.Quotes.Select(quote => (quote.CoinId, quote.Location.ToString())));
        Assert.Equal(["prices.csv line 3", "prices.csv line 5"], page.Rejections.Select(rejection => rejection.Location));
        Assert.All(page.Rejections, rejection => Assert.Equal(Rejection.ExcerptLength, rejection.Excerpt.Length));
        Assert.All(parts, part => Assert.InRange(part.Body.Length, 0, PartCutter.MaxPartLength + Header.Length));
        Assert.True(parts[^1].File!.IsComplete);
    }

    [Fact]
    public async Task Many_coins_in_turn_keep_their_own_names()
    {
        var rows = Enumerable.Range(0, 300).Select(n => $"2024-03-01 10:{n / 10 % 60:00},Coin {n % 7},{n + 1}");

        var page = await _folder.ImportAsync(Header + string.Join('\n', rows));

        Assert.All(page.Quotes, (quote, n) => Assert.Equal(($"Coin {n % 7}", string.Create(CultureInfo.InvariantCulture, $"coin-{n % 7}")), (quote.Name, quote.CoinId)));
    }

    [Fact]
    public async Task A_name_beyond_the_latin_alphabet_falls_back_to_the_symbol()
    {
        var page = await _folder.ImportAsync("date,name,symbol,price\n2024-03-01 10:00,币安人生,BIAN,1\n");

        Assert.Equal(("bian", "币安人生"), (page.Quotes[0].CoinId, page.Quotes[0].Name));
    }
}
