using System.Text;
using Assay.Adapters.Providers.Csv;
using static Assay.Tests.Providers.Csv.CsvFolder;

namespace Assay.Tests.Providers.Csv;

public sealed class CellTests
{
    [Theory]
    [InlineData("0.0005159999709576368", 0.0005159999709576368)]
    [InlineData("6.42E+11", 642_000_000_000)]
    [InlineData("9.5e-06", 0.0000095)]
    [InlineData("$871.96B", 871_960_000_000)]
    [InlineData("$ 1.5 k", 1500)]
    [InlineData("2.5T", 2_500_000_000_000)]
    [InlineData("-$1,234,567.25", -1_234_567.25)]
    [InlineData("+0.29%", 0.29)]
    [InlineData("-3 %", -3)]
    [InlineData("999,999", 999_999)]
    [InlineData("8.7e36", 8.7e36)]
    public void A_number_is_read_as_people_and_programs_write_it(string cell, double expected)
    {
        Assert.True(NumberCell.TryParse(Encoding.UTF8.GetBytes(cell), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("null")]
    [InlineData("N/A")]
    [InlineData("NaN")]
    [InlineData("∞")]
    public void A_cell_may_say_that_nothing_is_known(string cell)
    {
        Assert.True(NumberCell.TryParse(Encoding.UTF8.GetBytes(cell), out var value));
        Assert.Null(value);
    }

    [Theory]
    [InlineData("27210,36")]
    [InlineData("0,123")]
    [InlineData("1,2345")]
    [InlineData(",123")]
    [InlineData("1234,567")]
    [InlineData("1.234,5")]
    [InlineData("$")]
    [InlineData("B")]
    [InlineData("1.2.3")]
    [InlineData("12 BTC")]
    [InlineData("1e999")]
    [InlineData("Infinity")]
    [InlineData("two")]
    public void What_is_not_surely_a_number_is_none(string cell) =>
        Assert.False(NumberCell.TryParse(Encoding.UTF8.GetBytes(cell), out _));

    [Theory]
    [InlineData("2020-04-11 23:59:59", "2020-04-11T23:59:59Z", false)]
    [InlineData("2020-04-11T23:59:59.1234567Z", "2020-04-11T23:59:59.123Z", false)]
    [InlineData("2020-04-11T23:59:59-05:30", "2020-04-12T05:29:59Z", false)]
    [InlineData("2020-04-11 23:59 UTC", "2020-04-11T23:59Z", false)]
    [InlineData("2020-04-11", "2020-04-11", true)]
    [InlineData("2020/4/1", "2020-04-01", true)]
    [InlineData("20200411", "2020-04-11", true)]
    [InlineData("29/04/2013 23:59", "2013-04-29T23:59Z", false)]
    [InlineData("06/07/2021", "2021-07-06", true)]
    [InlineData("6.7.2021", "2021-07-06", true)]
    [InlineData("Apr 29, 2013", "2013-04-29", true)]
    [InlineData("29 April 2013", "2013-04-29", true)]
    [InlineData("29-Sept-2013", "2013-09-29", true)]
    [InlineData("29/04/2013 12:05 am", "2013-04-29T00:05Z", false)]
    [InlineData("1367279999", "2013-04-29T23:59:59Z", false)]
    [InlineData("1367279999.5", "2013-04-29T23:59:59.5Z", false)]
    [InlineData("1367279999123", "2013-04-29T23:59:59.123Z", false)]
    [InlineData("1367279999123456", "2013-04-29T23:59:59.123Z", false)]
    [InlineData("1367279999123456789", "2013-04-29T23:59:59.123Z", false)]
    public void A_time_is_read_in_the_forms_that_market_data_comes_in(string cell, string expected, bool isDate)
    {
        Assert.True(TimeCell.TryParse(Encoding.UTF8.GetBytes(cell), monthFirst: false, out var moment));
        Assert.Equal(new Moment(Utc(expected).ToUnixTimeMilliseconds(), isDate), moment);
    }

    [Fact]
    public void The_month_leads_where_it_is_said_to()
    {
        Assert.True(TimeCell.TryParse("06/07/2021 23:59"u8, monthFirst: true, out var moment));
        Assert.Equal(Utc("2021-06-07T23:59Z").ToUnixTimeMilliseconds(), moment.Milliseconds);
    }

    [Theory]
    [InlineData("2021-02-29")]
    [InlineData("04/29/2013")]
    [InlineData("2020-04-11 23")]
    [InlineData("2020-04-11 24:00")]
    [InlineData("2020-04-11 23:60")]
    [InlineData("2020-04-11T")]
    [InlineData("2020-04-11 10:00 CET")]
    [InlineData("29/04/13")]
    [InlineData("12345678")]
    [InlineData("1234567")]
    [InlineData("-1367279999123")]
    [InlineData("May 2013")]
    [InlineData("yesterday")]
    public void What_is_not_surely_a_time_is_none(string cell) =>
        Assert.False(TimeCell.TryParse(Encoding.UTF8.GetBytes(cell), monthFirst: false, out _));
}
