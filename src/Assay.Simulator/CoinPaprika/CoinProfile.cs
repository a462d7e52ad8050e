using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.CoinPaprika;

/// <summary><c>/coins/{id}</c>: what a coin is. It has no prices.</summary>
internal sealed class CoinProfile(Ranking ranking)
{
    public JsonObject Of(Coin coin, DateTimeOffset time)
    {
        var site = $"https://{coin.CoinPaprikaId}.example/";
        return new()
        {
            ["id"] = coin.CoinPaprikaId,
            ["name"] = coin.Name,
            ["symbol"] = coin.Symbol,
            ["rank"] = ranking.RankOf(coin) ?? 0,
            ["is_new"] = false,
            ["is_active"] = true,
            ["type"] = coin.IsToken ? "token" : "coin",
            ["logo"] = $"https://static.coinpaprika.com/coin/{coin.CoinPaprikaId}/logo.png",
            ["tags"] = new JsonArray(Tag("cryptocurrency", "Cryptocurrency"), coin.IsToken ? Tag("smart-contracts", "Smart Contracts") : Tag("mining", "Mining")),
            ["team"] = new JsonArray(new JsonObject { ["id"] = "somebody", ["name"] = "Somebody", ["position"] = "Author" }),
            ["description"] = $"{coin.Name} ({coin.Symbol}) is a {(coin.IsToken ? "token" : "coin")} of a market that does not exist.",
            ["message"] = "",
            ["open_source"] = true,
            ["started_at"] = coin.FirstQuoted.ToSecondsText(),
            ["development_status"] = "Working product",
            ["hardware_wallet"] = !coin.IsToken,
            ["proof_type"] = coin.IsToken ? "Proof of Stake" : "Proof of Work",
            ["org_structure"] = "Decentralized",
            ["hash_algorithm"] = coin.IsToken ? "None" : "SHA256",
            ["links"] = new JsonObject
            {
                ["explorer"] = new JsonArray(site + "explorer"),
                ["reddit"] = new JsonArray($"https://www.reddit.com/r/{coin.Symbol}"),
                ["source_code"] = new JsonArray(site + "code"),
                ["website"] = new JsonArray(site),
            },
            ["links_extended"] = new JsonArray(
                new JsonObject { ["url"] = site, ["type"] = "website" },
                new JsonObject { ["url"] = site + "code", ["type"] = "source_code", ["stats"] = new JsonObject { ["contributors"] = 12, ["stars"] = 345 } }),
            ["whitepaper"] = new JsonObject { ["link"] = site + "whitepaper.pdf", ["thumbnail"] = site + "whitepaper.jpg" },
            ["first_data_at"] = coin.FirstQuoted.ToSecondsText(),
            ["last_data_at"] = time.ToSecondsText(),
        };
    }

    private static JsonObject Tag(string id, string name) => new() { ["id"] = id, ["name"] = name, ["coin_counter"] = 10, ["ico_counter"] = 1 };
}
