using System.IO.Compression;
using System.Net.Mime;

namespace Assay.Simulator.Faults;

/// <summary>Bodies that are not what they seem.</summary>
internal static class Bodies
{
    private const int Megabyte = 1 << 20;
    private const int BombMegabytes = 96;
    private const int HugeMegabytes = 200;

    // Blanks are JSON wherever they stand, so that only the size is wrong.
    private static readonly byte[] Blanks = [.. Enumerable.Repeat((byte)' ', Megabyte)];
    private static readonly Lazy<byte[]> Bomb = new(MakeBomb);

    public static async Task TruncateAsync(Scene scene)
    {
        var body = await scene.TrueBodyAsync();
        await scene.WriteAsync(body.AsMemory(0, body.Length / 2));
    }

    public static Task EmptyAsync(Scene scene)
    {
        scene.Response.ContentType = JsonAnswer.ContentType;
        scene.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    public static async Task MislabelAsync(Scene scene)
    {
        var body = await scene.TrueBodyAsync();
        scene.Response.ContentType = MediaTypeNames.Text.Html;
        await scene.WriteAsync(body);
    }

    public static Task BombAsync(Scene scene)
    {
        scene.Response.ContentType = JsonAnswer.ContentType;
        scene.Response.Headers.ContentEncoding = "gzip";
        return scene.WriteAsync(Bomb.Value);
    }

    public static async Task HugeAsync(Scene scene)
    {
        scene.Response.ContentType = JsonAnswer.ContentType;
        scene.Response.ContentLength = (long)HugeMegabytes * Megabyte + 2;
        await scene.Response.Body.WriteAsync("["u8.ToArray(), scene.Aborted);
        for (var megabyte = 0; megabyte < HugeMegabytes; megabyte++)
            await scene.Response.Body.WriteAsync(Blanks, scene.Aborted);
        await scene.Response.Body.WriteAsync("]"u8.ToArray(), scene.Aborted);
    }

    private static byte[] MakeBomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write("["u8);
            for (var megabyte = 0; megabyte < BombMegabytes; megabyte++)
                gzip.Write(Blanks);
            gzip.Write("]"u8);
        }

        return packed.ToArray();
    }
}
