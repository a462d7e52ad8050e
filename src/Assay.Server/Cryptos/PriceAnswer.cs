using System.Text.Json.Serialization;
using Assay.Consensus;
using Assay.Identity;

namespace Assay.Server.Cryptos;

/// <summary>The price of an asset. USD, null where nobody's can be trusted; deviations are percent of the price.</summary>
internal sealed record PriceAnswer(
    string Coin,
    string? Symbol,
    string Name,
    double? Price,
    string Flag,
    DateTimeOffset? ObservedAt,
    DateTimeOffset RecordedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? HeldSince,
    int Agreeing,
    int Voting,
    string Method,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Explanation { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Class { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ThresholdPercent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<VoteRow>? Votes { get; init; }

    public static PriceAnswer Of(ResolvedCoin coin, Decision decision, bool explain)
    {
        var answer = new PriceAnswer(
            coin.Asset.Id.Slug, coin.Asset.Symbol, coin.Asset.Name, decision.Price, decision.Flag, decision.ObservedAt, decision.RecordedAt, decision.HeldSince,
            decision.Votes.Count(vote => vote.Standing == Standing.Agrees), decision.Votes.Count(vote => vote.Standing is Standing.Agrees or Standing.Differs),
            decision.Method, coin.RedirectedFrom);
        return !explain ? answer : answer with
        {
            Explanation = PriceExplanation.Of(coin.Asset.Name, decision),
            Class = decision.Class.Name,
            ThresholdPercent = Math.Round(100 * decision.Threshold, 4),
            Votes = [.. decision.Votes.Select(vote => VoteRow.Of(vote, decision.Price))],
        };
    }
}

internal sealed record VoteRow(string Source, double Price, DateTimeOffset ObservedAt, double? DeviationPercent, string Standing, int Disagreements)
{
    public static VoteRow Of(Vote vote, double? price) => new(
        vote.Source.Name, vote.Price, vote.ObservedAt, price is { } decided ? Math.Round(100 * ((vote.Price / decided) - 1), 4) : null, vote.Standing, vote.Disagreements);
}
