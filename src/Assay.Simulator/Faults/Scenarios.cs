using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.Faults;

/// <summary>All that can go wrong, by name.</summary>
internal static class Scenarios
{
    private static readonly TimeSpan Stale = TimeSpan.FromDays(-7);
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("rate_limit_json", "429 in the provider's words.", scene => scene.SayAsync(Trouble.TooManyRequests)),
        new("rate_limit_html", "429 as a page of whoever stands in front of the provider.", scene => FaultInjection.WritePageAsync(scene.Context, 429)),
        new("month_used_up", "The plan's calls of this month are spent: 429 with code 1010 at CoinMarketCap, 402 at CoinPaprika, 429 at CoinGecko.",
            scene => scene.SayAsync(Trouble.MonthUsedUp)),
        new("payment_required", "402.", scene => scene.SayAsync(Trouble.PaymentRequired)),
        new("unauthorized", "The key is wrong: 401, at CoinPaprika 403.", scene => scene.SayAsync(Trouble.KeyWrong)),
        new("error_code_on_200", "Status 200 with an error in the body.", scene => scene.SayAsync(Trouble.ErrorInSuccess)),
        new("server_error", "500.", scene => scene.SayAsync(Trouble.ServerError)),
        new("unavailable_retry_after", "503 with Retry-After, 30 seconds unless the rule says otherwise.", Unavailable),
        new("connection_refused", "The connection is closed before any byte.", Transport.CloseAsync),
        new("reset_in_the_middle", "Half the body, then the connection is reset.", Transport.ResetAsync),
        new("slow_body", "The true body in ten parts over ten seconds, or over the rule's delay_ms.", Transport.DripAsync) { TakesItsTime = true },
        new("never_ending_body", "A byte a second until the client leaves, at most for ten minutes.", Transport.DripForeverAsync),
        new("truncated_json", "200 with the first half of the true body.", Bodies.TruncateAsync),
        new("empty_200", "200 with no body at all.", Bodies.EmptyAsync),
        new("wrong_content_type", "The true body, announced as text/html.", Bodies.MislabelAsync),
        new("gzip_bomb", "A small gzip body that inflates to 96 MB.", Bodies.BombAsync),
        new("huge_body", "200 MB of JSON.", Bodies.HugeAsync),
        new("redirect_elsewhere", "302 to the same path on another host.", Redirect),
        new("null_in_arrays", "A null in the middle of every list.", Edit((root, _) => JsonEdits.PutNulls(root))),
        new("huge_number", "Prices, volumes and market caps are 1e36.", Edit((root, rule) => JsonEdits.Figures(root, rule, _ => 1e36))),
        new("price_zero", "Prices are 0.", Edit((root, rule) => JsonEdits.Prices(root, rule, _ => 0))),
        new("price_negative", "Prices are -1.", Edit((root, rule) => JsonEdits.Prices(root, rule, _ => -1))),
        new("price_thousandfold", "Prices are a thousand times too high.", Edit((root, rule) => JsonEdits.Prices(root, rule, price => 1000 * price))),
        new("field_renamed", "A field has a new name: with _new at its end.", Edit(JsonEdits.Rename)),
        new("field_retyped", "A field's value has become an object that holds it.", Edit(JsonEdits.Retype)),
        new("id_renamed", "The first id of the answer is not known any more: its row is missing, and asked for by its path it is a 404.",
            Edit((root, _) => JsonEdits.DropFirst(root))),
        new("duplicate_rows", "Rows come twice.", Edit(JsonEdits.Duplicate)),
        new("stale_last_updated", "The times of the figures are a week old.", Edit((root, rule) => JsonEdits.Shift(root, rule, Stale))),
        new("clock_skewed", "The Date header and all times are an hour ahead.", Skew),
    ];

    public static IReadOnlyList<ScenarioDescription> Descriptions { get; } =
        [.. All.Select(scenario => new ScenarioDescription(scenario.Name, scenario.Meaning))];

    public static Scenario? Find(string? name) => All.FirstOrDefault(scenario => scenario.Name == name);

    private static Func<Scene, Task> Edit(Func<JsonNode, FaultRule, JsonNode?> edit) => scene => scene.EditAsync(root => edit(root, scene.Rule));

    private static Task Unavailable(Scene scene)
    {
        if (scene.Rule.RetryAfter is null)
            scene.Response.Headers.RetryAfter = "30";
        return scene.SayAsync(Trouble.Unavailable);
    }

    private static Task Redirect(Scene scene)
    {
        var request = scene.Context.Request;
        scene.Response.StatusCode = StatusCodes.Status302Found;
        scene.Response.Headers.Location = $"http://elsewhere.invalid{request.Path}{request.QueryString}";
        return Task.CompletedTask;
    }

    private static Task Skew(Scene scene)
    {
        scene.Response.Headers.Date = (scene.Clock.GetUtcNow() + Ahead).ToString("R");
        return scene.EditAsync(root => JsonEdits.ShiftAll(root, Ahead));
    }
}
