using Assay.Statistics;

namespace Assay.Tests.Statistics;

public sealed class DeviationTests
{
    [Fact]
    public void The_population_deviation_of_three_prices_is_the_textbook_one() =>
        Assert.Equal(4082.48, Deviation.Population([40000, 45000, 50000]), 0.005);

    [Fact]
    public void Large_values_close_together_keep_their_digits() =>
        Assert.Equal(Math.Sqrt(2.0 / 3), Deviation.Population([1e9 + 1, 1e9 + 2, 1e9 + 3]), 1e-9);

    [Fact]
    public void Equal_prices_do_not_deviate() => Assert.Equal(0, Deviation.Population([7, 7, 7, 7]));

    [Fact]
    public void Nothing_has_no_deviation() => Assert.Throws<ArgumentException>(() => Deviation.Population([]));
}
