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
        Assert.Equal(TimeSpan.FromSeconds(60), settings.Schedule["prices"].Interval);
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

    [Theory]
    [InlineData("COINGECKO_API_KEY", "se cret")]
    [InlineData("COINPAPRIKA_API_KEY", "clé")]
    public void A_key_that_cannot_be_one_is_named_and_not_shown(string name, string key)
    {
        var exception = Assert.Throws<SettingsException>(() => Read((name, key)));

        Assert.StartsWith($"{name} holds a character that no key has", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("API_RATE_LIMIT", "100")]
    [InlineData("trusted_proxies", "10.0.0.1")]
    [InlineData("ENABLE_METRICS", "true")]
    public void A_setting_that_is_not_served_yet_is_noticed(string name, string value) =>
        Assert.Equal($"{name.ToUpperInvariant()} is set, but this version has no use for it yet: it changes nothing.", Assert.Single(Read((name, value)).Notices));

    [Theory]
    [InlineData("API_RATE_LIMIT", "0")]
    [InlineData("ENABLE_CMC", "false")]
    [InlineData("REDIS_URL", "")]
    public void What_is_switched_off_misses_nothing(string name, string value) => Assert.Empty(Read((name, value)).Notices);

    [Fact]
    public void There_is_one_bus() =>
        Assert.Contains("NATS_URL and KAFKA_BROKERS", Assert.Throws<SettingsException>(() => Read(("NATS_URL", "nats://a"), ("KAFKA_BROKERS", "b:9092"))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_value_counts_as_none() => Assert.Equal(8080, Read(("PORT", " ")).Port);

    [Fact]
    public void Lists_are_separated_by_commas() =>
        Assert.Equal(["bitcoin", "ethereum"], Read(("TRACKED_COINS", "bitcoin, ethereum,")).Ingestion.TrackedCoins);

    [Fact]
    public void A_list_may_be_an_array() =>
        Assert.Equal(["bitcoin", "ethereum"], Read(("TRACKED_COINS:0", "bitcoin"), ("TRACKED_COINS:1", "ethereum")).Ingestion.TrackedCoins);

    [Fact]
    public void What_is_no_list_may_not_be_an_array() =>
        Assert.StartsWith("PORT is a list", Assert.Throws<SettingsException>(() => Read(("PORT:0", "8080"))).Message, StringComparison.Ordinal);

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
        var values = DotEnv.Parse(["# comment", "", "PORT=9000 # mine", "export A=\"x # y\"", "B='z'", "nonsense", "C=a=b"]);

        Assert.Equal(new Dictionary<string, string?> { ["PORT"] = "9000", ["A"] = "x # y", ["B"] = "z", ["C"] = "a=b" }, values);
    }

    [Theory]
    [InlineData("A=\"x\" # mine", "x")]
    [InlineData("A='x' # it's mine", "x")]
    [InlineData("A=   # put it here", "")]
    [InlineData("A=#", "")]
    [InlineData("A=x   \t # mine", "x")]
    [InlineData("A=x#y", "x#y")]
    [InlineData("A=\"x", "\"x")]
    public void Quotes_and_comments_of_a_dotenv_file_are_no_part_of_the_value(string line, string value) =>
        Assert.Equal(value, Assert.Single(DotEnv.Parse([line])).Value);

    [Fact]
    public void Of_two_lines_with_one_name_the_last_counts() => Assert.Equal("2", Assert.Single(DotEnv.Parse(["A=1", "A=2"])).Value);

    private static Settings Read(params (string Name, string Value)[] values) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build(), Now);
}
