using Assay.Adapters.Storage;
using Assay.Adapters.Storage.Postgres;
using Assay.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Assay.Tests.Storage;

public sealed class PostgresAddressTests
{
    [Fact]
    public void User_password_hosts_and_name_are_taken_apart_and_decoded()
    {
        var address = Parse("postgresql://me%40home:p%40ss%2Fw%3Ard@db1:6000,db2/my%20data?sslmode=verify-full&connect_timeout=7&pool_size=3");

        Assert.Equal(("me@home", "p@ss/w:rd", "db1:6000,db2:5432", "my data"), (address.Username, address.Password, address.Host, address.Database));
        Assert.Equal((SslMode.VerifyFull, 7, 3, "assay"), (address.SslMode, address.Timeout, address.MaxPoolSize, address.ApplicationName));
    }

    [Theory]
    [InlineData("postgres://localhost/x", "localhost:5432")]
    [InlineData("postgresql:///x", "localhost:5432")]
    [InlineData("postgresql://u:p@[::1]:6543/x", "[::1]:6543")]
    [InlineData("postgresql://u@[::1]/x", "[::1]:5432")]
    [InlineData("postgresql://u:p@ss@h/x", "h:5432")]
    public void A_host_may_be_left_out_and_be_of_any_kind(string url, string host) => Assert.Equal(host, Parse(url).Host);

    [Fact]
    public void The_writer_wants_the_primary_unless_its_address_says_otherwise()
    {
        Assert.Equal("primary", Parse("postgresql://a,b/x").TargetSessionAttributes);
        Assert.Equal("prefer-standby", Parse("postgresql://a,b/x?target_session_attrs=prefer-standby").TargetSessionAttributes);
    }

    [Theory]
    [InlineData("postgresql://u:secret@h", "names no database")]
    [InlineData("postgresql://u:secret@h/", "names no database")]
    [InlineData("postgresql://u:secret@h/x?sslmod=require", "'sslmod'")]
    [InlineData("postgresql://u:secret@h/x?sslmode=yes", "sslmode=yes")]
    [InlineData("postgresql://u:secret@h/x?pool_size=0", "pool_size=0")]
    [InlineData("postgresql://u:secret@h:http/x", "'h:http'")]
    [InlineData("postgresql://u:sec?ret@h/x", "%3F")]
    [InlineData("postgresql://u:secret/x?ret@h/x", "%3F")]
    public void What_is_wrong_is_named_without_the_password(string url, string expected)
    {
        var error = Assert.Throws<StoreException>(() => new ServiceCollection().AddStorage(url));

        Assert.Contains("DATABASE_URL", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sec", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_description_has_no_password()
    {
        using var services = new ServiceCollection().AddLogging().AddStorage("postgresql://u:secret@h:6000/x").BuildServiceProvider();

        Assert.Equal("PostgreSQL database x at h:6000", services.GetRequiredService<IDatabase>().Description);
    }

    [Theory]
    [InlineData("sqlite://data/assay.db", "postgresql://u:secret@h/x")]
    [InlineData("postgresql://u:secret@h/x", "sqlite://data/assay.db")]
    public void Only_a_PostgreSQL_database_has_replicas(string url, string readUrl)
    {
        var error = Assert.Throws<StoreException>(() => new ServiceCollection().AddStorage(url, readUrl));

        Assert.Contains("DATABASE_READ_URL", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("28P01", "does not let the user 'u' in")]
    [InlineData("3D000", "createdb -O u x")]
    [InlineData("53100", "full")]
    [InlineData("42501", "owner")]
    [InlineData("57014", "statement_timeout")]
    [InlineData("53300", "max_connections")]
    [InlineData("42P01", "assay migrate")]
    [InlineData("XX001", "backup")]
    [InlineData("22003", "no such thing. (SQLSTATE 22003)")]
    public void Every_refusal_names_the_database_and_the_remedy(string state, string expected)
    {
        var message = PostgresErrors.Explain(new PostgresException("no such thing", "ERROR", "ERROR", state), Parse("postgresql://u:secret@h/x")).Message;

        Assert.Contains("x", message, StringComparison.Ordinal);
        Assert.Contains("h:5432", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("40001", true)]
    [InlineData("40P01", true)]
    [InlineData("57P01", true)]
    [InlineData("57P03", true)]
    [InlineData("08006", true)]
    [InlineData("25006", true)]
    [InlineData("53300", true)]
    [InlineData("53100", false)]
    [InlineData("28P01", false)]
    [InlineData("23505", false)]
    public void What_passes_is_tried_again_and_nothing_else(string state, bool isTransient) =>
        Assert.Equal(isTransient, PostgresErrors.IsTransient(new PostgresException("x", "ERROR", "ERROR", state)));

    private static NpgsqlConnectionStringBuilder Parse(string url) => ConnectionUrl.Parse("DATABASE_URL", url, "primary");
}
