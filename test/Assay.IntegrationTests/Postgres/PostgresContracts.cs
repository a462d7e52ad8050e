using Assay.Tests.Storage;

namespace Assay.IntegrationTests.Postgres;

public sealed class PostgresMarketStoreTests : MarketStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresCandleStoreTests : CandleStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresDecisionStoreTests : DecisionStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresMadeCandleTests : MadeCandleContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresCandleHistoryTests : CandleHistoryContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresFactStoreTests : FactStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresAssetStoreTests : AssetStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresHistoryStoreTests : HistoryStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresCoverageStoreTests : CoverageStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresRawStoreTests : RawStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresRunBookTests : RunBookContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresRowStoreTests : RowStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}

public sealed class PostgresMaintenanceTests : MaintenanceContract
{
    protected override Task<StoreBundle> CreateAsync() => PostgresBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((PostgresBundle)Store).OpenAgain();
}
