namespace Spaceforge.Worker.Tests.Publishing;

/// <summary>Tests that share one published plugin, which takes a minute to build.</summary>
[CollectionDefinition(nameof(PublishedPlugin))]
public sealed class OnePublishedPlugin : ICollectionFixture<PublishedPlugin>;
