namespace Assay.IntegrationTests.Running;

/// <summary>Waits for something to come true.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks again and again until what is seen fits, and returns it. The deadline is generous: it only ends a hopeless wait.</summary>
    public static async Task<T> SeesAsync<T>(string what, Func<Task<T>> look, Func<T, bool> fits, int seconds = 60)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (fits(seen))
                return seen;
            if (TimeProvider.System.GetElapsedTime(began).TotalSeconds > seconds)
                Assert.Fail($"Not within {seconds} seconds: {what}. Seen last: {seen}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
