using Assay.Server.Configuration;
using Microsoft.Extensions.Configuration;

namespace Assay.Tests.Server;

public sealed class SettingsTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_has_to_be_set()
    {
        var settings = Read();

        Assert.Equal(8080, settings.Port);
        Assert.Equal("127.0.0.1", settings.BindAddress.ToString());
        Assert.Equal("sqlite://data/assay.db", settings.DatabaseUrl);
        Assert.False(settings.IsDevelopment);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.PriceUpdates.Interval);
        Assert.Equal(1000, settings.Ingestion.TopCoins);
        Assert.Equal(15, settings.Sources[SourceId.CoinGecko].CallsPerMinute);
        Assert.Equal(10, settings.Sources[SourceId.CoinPaprika].CallsPerMinute);
    }

    [Fact]
    public void Every_wrong_value_is_named_with_its_setting_at_once()
    {
        var exception = Assert.Throws<SettingsException>(() => Read(
            ("PORT", "abc"), ("BATCH_SIZE", "0"), ("ENABLE_CSV", "maybe"), ("COINGECKO_PLAN", "gold"), ("COINPAPRIKA_BASE_URL", "nonsense"),
            ("PRICE_UPDATE_INTERVAL", "every day"), ("LOG_LEVEL", "loud"), ("BIND_ADDRESS", "here")));

        var lines = exception.Message.Split(Environment.NewLine);
        Assert.Equal(8, lines.Length);
        Assert.Contains("PORT is 'abc'. It must be a whole number from 0 to 65535.", lines);
        Assert.Contains("COINGECKO_PLAN is 'gold'. It must be one of public, demo, pro.", lines);
    }

    [Fact]
    public void A_plan_without_the_key_that_it_needs_switches_the_source_off_and_says_so()
    {
        var settings = Read(("COINGECKO_PLAN", "pro"));

        Assert.False(settings.Sources[SourceId.CoinGecko].Enabled);
        Assert.Contains("COINGECKO_API_KEY", Assert.Single(settings.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_the_plan_does_not_use_is_noticed()
    {
        var settings = Read(("COINGECKO_API_KEY", "secret"));

        Assert.True(settings.Sources[SourceId.CoinGecko].Enabled);
        Assert.DoesNotContain("secret", Assert.Single(settings.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_value_counts_as_none() => Assert.Equal(8080, Read(("PORT", " ")).Port);

    [Fact]
    public void Lists_are_separated_by_commas() =>
        Assert.Equal(["bitcoin", "ethereum"], Read(("TRACKED_COINS", "bitcoin, ethereum,")).Ingestion.TrackedCoins);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90)]
    [InlineData("*/15 * * * *", 900)]
    [InlineData("0 6 * * *", 86400)]
    [InlineData("0 6 * * 0,6", 518400)] // Sunday to Saturday
    public void A_cadence_is_seconds_or_cron(string text, double seconds) =>
        Assert.Equal(seconds, Cadence.Parse(text, Now)!.Interval.TotalSeconds);

    [Theory]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("99999999")]
    [InlineData("* * *")]
    [InlineData("99 * * * *")]
    [InlineData("0 6 1 * 1")] // day of month and weekday together mean different things to different programs
    public void What_is_no_cadence_is_refused(string text) => Assert.Null(Cadence.Parse(text, Now));

    [Fact]
    public void Cron_counts_weekdays_from_Sunday()
    {
        var sunday = Cadence.Parse("0 6 * * 0", Now)!.Cron!.GetNextValidTimeAfter(Now);

        Assert.Equal(new DateTimeOffset(2025, 12, 28, 6, 0, 0, TimeSpan.Zero), sunday);
    }

    [Fact]
    public void A_dotenv_file_is_read_line_by_line()
    {
        var values = DotEnv.Parse(["# comment", "", "PORT=9000 # mine", "export A=\"x # y\"", "B='z'", "nonsense", "C=a=b"]).ToDictionary();

        Assert.Equal(new Dictionary<string, string?> { ["PORT"] = "9000", ["A"] = "x # y", ["B"] = "z", ["C"] = "a=b" }, values);
    }

    private static Settings Read(params (string Name, string Value)[] values) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build(), Now);
}
