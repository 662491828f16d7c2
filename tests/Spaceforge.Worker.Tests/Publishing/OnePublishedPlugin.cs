namespace Spaceforge.Worker.Tests.Publishing;

/// <summary>The tests that share one published plugin: it takes a minute to make.</summary>
[CollectionDefinition(nameof(PublishedPlugin))]
public sealed class OnePublishedPlugin : ICollectionFixture<PublishedPlugin>;
