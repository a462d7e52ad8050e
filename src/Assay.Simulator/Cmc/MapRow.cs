using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.Cmc;

/// <summary>One coin of <c>/v1/cryptocurrency/map</c>.</summary>
internal static class MapRow
{
    public static JsonObject Of(Coin coin, Ranking ranking, DateTimeOffset now) => new()
    {
        ["id"] = CoinRow.Id(coin),
        ["name"] = coin.Name,
        ["symbol"] = coin.Symbol,
        ["slug"] = coin.Slug,
        ["rank"] = ranking.RankOf(coin),
        ["is_active"] = 1,
        ["first_historical_data"] = coin.FirstQuoted.ToMillisecondsText(),
        ["last_historical_data"] = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero).ToMillisecondsText(),
        ["platform"] = MainPlatform(coin),
    };

    private static JsonObject? MainPlatform(Coin coin) => Platform.Of(coin).Select(place => new JsonObject
    {
        ["id"] = place.Platform.Id,
        ["name"] = place.Platform.Name,
        ["symbol"] = place.Platform.Symbol,
        ["slug"] = place.Platform.Slug,
        ["token_address"] = place.Address,
    }).FirstOrDefault();
}
