using Assay.Adapters.Providers.CoinMarketCap;
using Assay.Providers;

namespace Assay.Tests.Providers.CoinMarketCap;

/// <summary>What an answer means to whoever asks again. The code inside wins over the HTTP status around it.</summary>
public sealed class CoinMarketCapDialectTests
{
    private static readonly CoinMarketCapDialect Dialect = new();

    [Theory]
    [InlineData(0, AnswerKind.Final)]
    [InlineData(400, AnswerKind.Final)]
    [InlineData(401, AnswerKind.Final)]
    [InlineData(408, AnswerKind.Transient)]
    [InlineData(429, AnswerKind.RateLimited)]
    [InlineData(500, AnswerKind.Transient)]
    [InlineData(503, AnswerKind.Transient)]
    [InlineData(1001, AnswerKind.Final)]
    [InlineData(1002, AnswerKind.Final)]
    [InlineData(1003, AnswerKind.Final)]
    [InlineData(1004, AnswerKind.Final)]
    [InlineData(1005, AnswerKind.Final)]
    [InlineData(1006, AnswerKind.Final)]
    [InlineData(1007, AnswerKind.Final)]
    [InlineData(1008, AnswerKind.RateLimited)]
    [InlineData(1009, AnswerKind.DayUsedUp)]
    [InlineData(1010, AnswerKind.MonthUsedUp)]
    [InlineData(1011, AnswerKind.RateLimited)]
    public void The_code_tells_as_a_number_and_as_a_text_with_whatever_status(int code, AnswerKind kind)
    {
        Assert.Equal(kind, KindOf($$$"""{"status":{"error_code":{{{code}}}}}"""));
        Assert.Equal(kind, KindOf($$$"""{"status":{"error_code":"{{{code}}}","error_message":""}}"""));
        Assert.Equal(kind, KindOf($$$"""{"data":[{"id":1}],"status":{"error_code":{{{code}}}}}"""));
        Assert.Equal(code == 0 ? AnswerKind.RateLimited : code is 1009 or 1010 or 408 or >= 500 and < 600 ? kind : AnswerKind.RateLimited,
            KindOf($$$"""{"status":{"error_code":{{{code}}}}}""", 429));
    }

    [Theory]
    [InlineData(200, AnswerKind.Final)]
    [InlineData(429, AnswerKind.RateLimited)]
    [InlineData(502, AnswerKind.Transient)]
    public void Without_a_code_the_status_tells(int status, AnswerKind kind)
    {
        foreach (var body in new[] { "", "<html>", "[]", "{}", """{"status":500}""", """{"status":{"error_code":null}}""", """{"status":{"error_code":"x"}}""", """{"status":{"error_code":1e300}}""", """{"status":{"error_co""" })
            Assert.Equal(kind, KindOf(body, status));
    }

    [Theory]
    [InlineData("""{"status":{"credit_count":0}}""", 0)]
    [InlineData("""{"status":{"error_code":1006,"credit_count":0}}""", 0)]
    [InlineData("""{"data":[],"status":{"credit_count":25}}""", 25)]
    [InlineData("""{"status":{"credit_count":"3"}}""", 3)]
    [InlineData("""{"status":{}}""", 1)]
    [InlineData("""{"status":{"credit_count":-5}}""", 1)]
    [InlineData("""{"status":{"credit_count":1e18}}""", 1)]
    [InlineData("<html>", 1)]
    public void An_answer_costs_what_it_says_and_else_one_credit(string body, long credits) =>
        Assert.Equal(credits, Dialect.CreditsOf(CmcTestData.Payload(CmcTestData.Listings, body)));

    private static AnswerKind KindOf(string body, int status = 200) => Dialect.KindOf(CmcTestData.Payload(CmcTestData.Listings, body, status));
}
