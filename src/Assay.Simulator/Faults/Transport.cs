using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.Faults;

/// <summary>What goes wrong on the way: connections that break, and bodies that take their time.</summary>
internal static class Transport
{
    private const int Parts = 10;
    private static readonly TimeSpan SlowBody = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenDrips = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDrip = TimeSpan.FromMinutes(10);

    public static Task CloseAsync(Scene scene)
    {
        scene.Context.Abort();
        return Task.CompletedTask;
    }

    public static async Task ResetAsync(Scene scene)
    {
        var body = await scene.TrueBodyAsync();
        scene.Response.ContentLength = body.Length;
        await scene.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), scene.Aborted);
        await scene.Response.Body.FlushAsync(scene.Aborted);
        scene.Context.Abort();
    }

    public static async Task DripAsync(Scene scene)
    {
        var body = await scene.TrueBodyAsync();
        var pause = (scene.Rule.DelayMs > 0 ? TimeSpan.FromMilliseconds(scene.Rule.DelayMs) : SlowBody) / Parts;
        scene.Response.ContentLength = body.Length;
        for (var part = 0; part < Parts; part++)
        {
            await Task.Delay(pause, scene.Clock, scene.Aborted);
            var (from, to) = (body.Length * part / Parts, body.Length * (part + 1) / Parts);
            await scene.Response.Body.WriteAsync(body.AsMemory(from..to), scene.Aborted);
            await scene.Response.Body.FlushAsync(scene.Aborted);
        }
    }

    public static async Task DripForeverAsync(Scene scene)
    {
        scene.Response.ContentType = JsonAnswer.ContentType;
        await scene.Response.WriteAsync("[", scene.Aborted);
        for (var spent = TimeSpan.Zero; spent < LongestDrip; spent += BetweenDrips)
        {
            await scene.Response.WriteAsync(" ", scene.Aborted);
            await scene.Response.Body.FlushAsync(scene.Aborted);
            await Task.Delay(BetweenDrips, scene.Clock, scene.Aborted);
        }

        scene.Context.Abort(); // so that it never ends well
    }
}
