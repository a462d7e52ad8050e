using System.Diagnostics;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Faults;

/// <summary>A disk of a few megabytes in memory, which can be filled. Mounting one needs root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly WorkFolder _folder = new();

    private string Ballast => Path.Combine(_folder.Path, "ballast");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        if (Environment.UserName == "root" && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", disk._folder.Path) == 0)
            return disk;

        disk._folder.Dispose();
        Assert.Skip("Only root may mount a small disk; as another user this is not tried.");
        return disk;
    }

    /// <summary>A folder on it that PostgreSQL may write to.</summary>
    public string Folder(string name)
    {
        var folder = _folder.Folder(name);
        using var change = Process.Start("chown", ["postgres", folder]);
        change.WaitForExit();
        return folder;
    }

    /// <summary>Takes all the room that there is, but for so many bytes.</summary>
    public async Task FillAsync(long leave)
    {
        var free = new DriveInfo(_folder.Path).AvailableFreeSpace - leave;
        await using var ballast = new FileStream(Ballast, FileMode.Create);
        var block = new byte[64 * 1024];
        try
        {
            for (; free > 0; free -= block.Length)
                await ballast.WriteAsync(block.AsMemory(0, (int)Math.Min(block.Length, free)), TestContext.Current.CancellationToken);
            await ballast.FlushAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // full, as intended; others write to it as well
        }
    }

    public void Clear() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
