using System.Reflection;
using Assay.Adapters.Providers;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Server.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Tests;

/// <summary>A provider that is written is also registered, documented and tested.</summary>
public sealed partial class HouseRules
{
    [Fact]
    public async Task Every_provider_is_registered()
    {
        await using var services = ServicesWithAllProviders();

        Assert.NotEmpty(ProviderTypes());
        Assert.Equal(ProviderTypes(), services.GetServices<IProvider>().Select(provider => provider.GetType()).OrderBy(type => type.FullName));
    }

    /// <summary>Even while it is switched off.</summary>
    [Fact]
    public async Task No_file_may_take_the_name_of_an_API()
    {
        await using var services = ServicesWithAllProviders();

        Assert.All(services.GetServices<IProvider>().OfType<IPolledProvider>(), provider => Assert.True(FileImporter.IsReserved(provider.Info.Id)));
    }

    [Fact]
    public async Task Every_provider_is_documented()
    {
        await using var services = ServicesWithAllProviders();
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "providers.md"), TestContext.Current.CancellationToken);

        Assert.All(services.GetServices<IProvider>(), provider => Assert.Contains($"`{provider.Info.Id}`", document, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_provider_is_tested() =>
        Assert.All(ProviderTypes(), provider => Assert.Contains(TestClasses(), tests => IsTestOf(tests, provider)));

    private static IEnumerable<Type> ProviderTypes() =>
        Adapters.GetTypes().Where(type => type.IsAssignableTo(typeof(IProvider)) && type is { IsAbstract: false }).OrderBy(type => type.FullName);

    private static IEnumerable<Type> TestClasses() =>
        typeof(HouseRules).Assembly.GetTypes().Where(type => type.GetMethods().Any(method => method.GetCustomAttribute<FactAttribute>() is not null));

    /// <summary>For a CoinGeckoProvider a class such as CoinGeckoTests or CoinGeckoParseTests.</summary>
    private static bool IsTestOf(Type tests, Type provider) =>
        tests.Name.StartsWith(provider.Name.Replace("Provider", "", StringComparison.Ordinal), StringComparison.Ordinal)
        && tests.Name.EndsWith("Tests", StringComparison.Ordinal);

    /// <summary>All are switched on, with a key where one is needed.</summary>
    private static ServiceProvider ServicesWithAllProviders()
    {
        var sources = SettingsReader.Read(new ConfigurationBuilder().Build(), DateTimeOffset.UnixEpoch).Sources;
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddProviders(sources.ToDictionary(pair => pair.Key, pair => pair.Value with { Enabled = true, ApiKey = "a-key" }))
            .BuildServiceProvider();
    }
}
