using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.Cmc;

/// <summary>The status of every answer. Up to v2 its code is a number, from v3 on a text, and then there is no notice.</summary>
internal static class CmcStatus
{
    private const int ElapsedMs = 10;

    public static JsonObject Success(PathString path, DateTimeOffset now, int credits) => Of(path, "0", null, now, credits);

    public static JsonObject Of(PathString path, string code, string? message, DateTimeOffset now, int credits)
    {
        var isNew = IsNew(path);
        var status = new JsonObject
        {
            ["timestamp"] = now.ToMillisecondsText(),
            ["error_code"] = isNew ? code : int.Parse(code, CultureInfo.InvariantCulture),
            ["error_message"] = isNew ? message ?? "" : message,
            ["elapsed"] = ElapsedMs,
            ["credit_count"] = credits,
        };
        if (!isNew)
            status["notice"] = null;
        return status;
    }

    private static bool IsNew(PathString path) =>
        path.Value!.Split('/').Any(segment => segment is ['v', >= '3' and <= '9']);
}
