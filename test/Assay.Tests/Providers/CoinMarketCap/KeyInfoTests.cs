using Assay.Adapters.Providers.CoinMarketCap;
using Assay.Providers;

namespace Assay.Tests.Providers.CoinMarketCap;

public sealed class KeyInfoTests
{
    private const string Endpoint = "v1/key/info";

    [Fact]
    public void Reads_the_recorded_plan()
    {
        var payload = CmcTestData.Payload(Endpoint, Recordings.Read("coinmarketcap/v1_key_info_basic_plan_2026-09-24.json"));

        Assert.Equal(new Quota { CallsPerMinute = 50, MonthlyCredits = 15000, CreditsUsed = 0, ResetsAt = CmcTestData.Time("2026-10-01T00:00:00Z") }, KeyInfo.QuotaOf(payload));
        Assert.Null(CmcTestData.Provider(SourceId.CoinMarketCap).Parse(payload).Error);
        Assert.Null(CmcTestData.Provider(SourceId.CoinMarketCapDex).Parse(payload).Error);
    }

    [Fact]
    public void Reads_the_documented_plan() => Assert.Equal(
        new Quota { CallsPerMinute = 60, MonthlyCredits = 120000, CreditsUsed = 1, ResetsAt = CmcTestData.Time("2019-09-01T00:00:00Z") },
        KeyInfo.QuotaOf(CmcTestData.Payload(Endpoint, Recordings.Read("coinmarketcap/doc_examples/v1_key_info.json"))));

    [Fact]
    public void Without_a_timestamp_the_sentence_counts_from_the_fetch() => Assert.Equal(
        CmcTestData.FetchedAt + new TimeSpan(6, 7, 56, 0),
        QuotaOf("""{"plan":{"credit_limit_monthly_reset":"In 6 days, 7 hours, 56 minutes"}}""")?.ResetsAt);

    [Theory]
    [InlineData("In 1 day", "1.00:00:00")]
    [InlineData("In 19 hours, 56 minutes", "19:56:00")]
    [InlineData("in 1 minute", "00:01:00")]
    [InlineData("In 30 seconds", "00:00:30")]
    [InlineData("In 12345 days", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void The_sentence_names_days_hours_and_minutes(string sentence, string? wait) =>
        Assert.Equal(wait is null ? null : TimeSpan.Parse(wait, System.Globalization.CultureInfo.InvariantCulture), KeyInfo.Wait(sentence));

    [Theory]
    [InlineData("""{"plan":{"credit_limit_monthly":0,"rate_limit_minute":-1},"usage":{"current_month":{"credits_used":-3}}}""")]
    [InlineData("""{"plan":{"credit_limit_monthly":"many","rate_limit_minute":1e300},"usage":null}""")]
    [InlineData("""{"plan":{}}""")]
    public void What_cannot_be_is_not_known(string data) => Assert.Equal(new Quota(), QuotaOf(data));

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"plan":7}""")]
    public void An_answer_without_a_plan_is_an_error(string data)
    {
        Assert.Null(QuotaOf(data));
        Assert.NotNull(CmcTestData.Parse(Endpoint, CmcTestData.Answer(data)).Error);
    }

    private static Quota? QuotaOf(string data) => KeyInfo.QuotaOf(CmcTestData.Payload(Endpoint, CmcTestData.Answer(data)));
}
