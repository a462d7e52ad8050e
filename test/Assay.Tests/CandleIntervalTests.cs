using Assay.Candles;

namespace Assay.Tests;

public sealed class CandleIntervalTests
{
    [Theory]
    [InlineData("2024-03-01T10:37:59.999Z", "1h", "2024-03-01T10:00:00Z")]
    [InlineData("2024-03-01T10:00:00Z", "1h", "2024-03-01T10:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z", "1d", "1969-12-31T00:00:00Z")]
    [InlineData("2024-03-01T03:59:00Z", "4h", "2024-03-01T00:00:00Z")]
    public void A_candle_opens_at_the_boundary_before_the_time(string time, string interval, string opened)
    {
        Assert.True(CandleInterval.TryParse(interval, out var parsed));

        Assert.Equal(Utc(opened), parsed.Open(Utc(time)));
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
