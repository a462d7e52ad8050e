namespace Assay.IntegrationTests.Running;

/// <summary>What a test needs of its machine: where it is absent the test is skipped with a sentence, and fails in CI.</summary>
internal static class Needs
{
    public static Task<PostgresCluster> PostgresAsync(string? data = null, params string[] settings)
    {
        That(PostgresCluster.Missing is null, PostgresCluster.Missing);
        return PostgresCluster.StartAsync(data, settings);
    }

    public static void That(bool isThere, string? reason)
    {
        if (isThere)
            return;
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 })
            Assert.Fail(reason);
        Assert.Skip(reason!);
    }
}
