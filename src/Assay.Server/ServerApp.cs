using Assay.Board;
using Assay.Server.Admin;
using Assay.Server.Books;
using Assay.Server.Configuration;
using Assay.Server.Cryptos;
using Assay.Server.Data;
using Assay.Server.Facts;
using Assay.Server.Health;
using Assay.Server.Http;
using Assay.Server.Mappings;
using Assay.Server.Scheduling;
using Assay.Server.Stats;
using Assay.Storage;

namespace Assay.Server;

/// <summary>The HTTP server with the roles that it is given.</summary>
internal static class ServerApp
{
    public static WebApplication Build(Settings settings, Roles roles)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.BindAddress, settings.Port);
        });
        builder.Logging.AddAssayLogging(settings.LogLevel);

        builder.Services.AddAssay(settings);
        builder.Services.AddHttpApi();
        if (roles.HasFlag(Roles.Worker))
            builder.Services.AddHostedService<Worker>();
        if (roles.HasFlag(Roles.Api))
            builder.Services.AddHostedService<StoreWatch>();

        var app = builder.Build();

        app.UseRequestIds();
        app.UseExceptionHandler();
        app.UseStatusCodePages(); // without it a bare 404 answers with an empty body
        app.MapHealth();
        if (roles.HasFlag(Roles.Api))
            app.MapApi();
        app.Lifetime.ApplicationStarted.Register(app.TellAddresses);
        return app;
    }

    private static void TellAddresses(this WebApplication app)
    {
        var quotes = app.Services.GetRequiredService<MarketBoard>().Count;
        var database = app.Services.GetRequiredService<IDatabase>().Description;
        foreach (var address in app.Urls)
            app.Logger.Listening(ProgramVersion.Text, address, quotes, database);
    }

    private static void MapApi(this WebApplication app)
    {
        app.MapIndex();
        app.MapData();
        app.MapStats();
        app.MapCryptos();
        app.MapStatistics();
        app.MapGaps();
        app.MapBooks();
        app.MapFacts();
        app.MapMappings();
        app.MapFetch();
        app.MapReplay();
        app.MapRetry();
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}
