using Assay.Adapters.Storage;
using Assay.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Tests.Storage;

public sealed class CatalogTests
{
    [Fact]
    public void A_path_is_relative_to_the_working_directory_and_absolute_with_three_slashes()
    {
        Assert.Contains(Path.Combine(Environment.CurrentDirectory, "data", "assay.db"), Describe("sqlite://data/assay.db"), StringComparison.Ordinal);
        Assert.EndsWith(" /var/lib/assay.db", Describe("sqlite:///var/lib/assay.db"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql://localhost/assay")]
    [InlineData("data/assay.db")]
    [InlineData("sqlite://")]
    [InlineData("")]
    public void An_address_of_no_known_store_is_named_with_those_that_are_known(string url)
    {
        var error = Assert.Throws<StoreException>(() => new ServiceCollection().AddStorage(url));

        Assert.Contains($"'{url}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("sqlite://", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_not_repeated()
    {
        var error = Assert.Throws<StoreException>(() => new ServiceCollection().AddStorage("oracle://scott:ti@ger@db:1521/assay"));

        Assert.Contains("oracle://***@db:1521/assay", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ger@", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(IDatabase))]
    [InlineData(typeof(IRawStore))]
    [InlineData(typeof(IMarketStore))]
    [InlineData(typeof(IAssetStore))]
    [InlineData(typeof(IHistoryStore))]
    [InlineData(typeof(IRunBook))]
    [InlineData(typeof(ICoverageStore))]
    [InlineData(typeof(IRowStore))]
    [InlineData(typeof(IMaintenance))]
    public void Every_seam_is_served(Type seam)
    {
        using var services = Build("sqlite://data/assay.db");

        Assert.Same(services.GetRequiredService(seam), services.GetRequiredService(seam));
    }

    private static string Describe(string url)
    {
        using var services = Build(url);
        return services.GetRequiredService<IDatabase>().Description;
    }

    private static ServiceProvider Build(string url) => new ServiceCollection().AddLogging().AddStorage(url).BuildServiceProvider();
}
