using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Assay.Simulator.Cmc;
using Assay.Simulator.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Assay.Simulator.CmcDex;

/// <summary>CoinMarketCap's DEX API v4, with what is broken in it broken here too.</summary>
internal sealed class CmcDexApi(LivingMarket market, QuoteDelay delay, CmcAnswer answer)
{
    public const string Root = "/cmc-dex";

    private const int RowsPerPage = 100; // whatever limit is asked for
    private readonly Lazy<IReadOnlyList<Pool>> _pools = new(() => Pools.Create(market));

    public void Map(IEndpointRouteBuilder routes)
    {
        (string Path, RequestDelegate Handler)[] open = [("/v4/dex/spot-pairs/latest", SpotPairs), ("/v4/dex/pairs/quotes/latest", PairQuotes)];
        foreach (var (path, handler) in open)
        {
            routes.MapGet(Root + path, answer.WithKey(handler));
            routes.MapGet(Root + CmcApi.Keyless + path, handler);
        }

        routes.MapGet($"{Root}/v4/dex/networks/list", answer.WithKey(Networks));
        routes.MapGet($"{Root}/v4/dex/pairs/ohlcv/latest", answer.WithKey(Broken));
        routes.MapGet($"{Root}/v4/dex/pairs/ohlcv/historical", answer.WithKey(Broken));
    }

    private Task SpotPairs(HttpContext context)
    {
        var query = context.Request.Query;
        var dexIds = CmcAnswer.Names(query["dex_id"]);
        var dexSlugs = CmcAnswer.Names(query["dex_slug"]);
        if (dexIds.Length + dexSlugs.Length == 0)
            return answer.RefuseAsync(context, "Please provide either a dex id or dex slug.");
        if (Network(query, out var problem) is not { } network)
            return answer.RefuseAsync(context, problem!);

        var now = answer.Now;
        var from = Offset(query["scroll_id"]);
        var scroll = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{from + RowsPerPage}"));
        var rows = _pools.Value
            .Where(pool => pool.Network == network && (dexIds.Contains($"{pool.Dex.Id}") || dexSlugs.Contains(pool.Dex.Slug)))
            .OrderByDescending(pool => pool.Volume(Tick(now)))
            .Skip(from).Take(RowsPerPage)
            .Select(pool => pool.ToRow(QuotedAt(pool, now), scroll));
        return answer.RowsAsync(context, rows, credits: 1);
    }

    private Task PairQuotes(HttpContext context)
    {
        var query = context.Request.Query;
        if (Network(query, out var problem) is not { } network)
            return answer.RefuseAsync(context, problem!);
        if (CmcAnswer.Names(query["contract_address"]) is not { Length: > 0 } addresses)
            return answer.RefuseAsync(context, "Please provide a contract address.");

        var now = answer.Now;
        var rows = _pools.Value
            .Where(pool => pool.Network == network && addresses.Contains(pool.Address, StringComparer.OrdinalIgnoreCase))
            .Select(pool => pool.ToRow(QuotedAt(pool, now), scroll: null));
        return answer.RowsAsync(context, rows, credits: 1);
    }

    private Task Networks(HttpContext context)
    {
        var page = CmcAnswer.Page(context.Request.Query, Platform.All.OrderBy(network => network.Id), limit: 50, most: 500);
        return answer.RowsAsync(context, page.Select(Describe), credits: 1);
    }

    /// <summary>Deprecated, and for years an internal error.</summary>
    private Task Broken(HttpContext context) => answer.RefuseAsync(context, Trouble.ServerError);

    private static JsonObject Describe(Platform network) => new()
    {
        ["id"] = network.Id,
        ["name"] = network.Network,
        ["alternative_name"] = network.Name,
        ["cryptocurrency_id"] = $"{network.CoinId}",
        ["cryptocurrency_slug"] = network.Slug,
        ["wrapped_token_id"] = null,
        ["wrapped_token_slug"] = null,
        ["token_explorer_url"] = $"https://{network.Slug}.example/token/%s",
        ["pool_explorer_url"] = $"https://{network.Slug}.example/address/%s",
        ["transaction_hash_url"] = $"https://{network.Slug}.example/tx/%s",
        ["network_slug"] = network.Network.ToLowerInvariant(),
    };

    /// <summary>The network by its id or its slug. BSC has a slug that the server does not take.</summary>
    private static Platform? Network(IQueryCollection query, out string? problem)
    {
        var (id, slug) = (query["network_id"].ToString(), query["network_slug"].ToString());
        var found = Platform.All.FirstOrDefault(network =>
            $"{network.Id}" == id || (slug.Length > 0 && network.Network != "BSC" && network.Network.Equals(slug, StringComparison.OrdinalIgnoreCase)));
        problem = found is not null ? null
            : id.Length + slug.Length == 0 ? "Please provide either a network id or network slug."
            : $"The network {(id.Length > 0 ? id : slug)} is not supported.";
        return found;
    }

    private DateTimeOffset QuotedAt(Pool pool, DateTimeOffset now) => delay.LastLook(now, TimeSpan.FromMilliseconds(Chance.Below(pool.Key ^ 612, 3_600_000)));

    /// <summary>The order holds for a minute, so that pages neither repeat nor miss a pool.</summary>
    private static DateTimeOffset Tick(DateTimeOffset now) => new(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private static int Offset(string? scroll)
    {
        Span<byte> bytes = stackalloc byte[16];
        return scroll is not null && Convert.TryFromBase64String(scroll, bytes, out var length)
            && int.TryParse(bytes[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;
    }
}
